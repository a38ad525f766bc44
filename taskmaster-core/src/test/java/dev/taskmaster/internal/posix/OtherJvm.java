package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// What a JVM of its own runs for [OtherJvmIT]: says whether the launcher works there, and if so,
/// how a process ended.
///
/// Uses neither assertions nor [System#getenv], as the JDK gets ready for processes of its own
/// then, and resets SIGCHLD.
final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] args) {
        if (!PosixLauncher.isAvailable()) {
            System.out.println("not available");
            return;
        }
        try (var launcher = new PosixLauncher()) {
            var end = new End();
            launcher.launch(request("/bin/sh", "-c", "echo said; exit 3"), end);
            System.out.println(end.text.join());
        }
    }

    private static LaunchRequest request(String... cmd) {
        var spec =
                new LaunchSpec(
                        List.of(cmd),
                        Optional.empty(),
                        Map.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        new Stdin.Empty(),
                        new Output.Inherit(),
                        new Output.Inherit(),
                        Isolation.SESSION);
        return new LaunchRequest(
                ProcessName.of("web"),
                spec,
                Map.of(),
                OutputSink.NONE,
                OutputSink.NONE,
                Optional.empty());
    }

    private static final class End implements LaunchObserver {
        private final CompletableFuture<String> text = new CompletableFuture<>();

        @Override
        public void started(RunningProcess process) {}

        @Override
        public void failed(String reason) {
            text.complete(reason);
        }

        @Override
        public void exited(ExitStatus status) {
            text.complete(status.toString());
        }
    }
}
