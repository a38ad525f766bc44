package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
            if (Boolean.getBoolean("pumped")) {
                pump(launcher, end);
            } else {
                var inherited = new Output.Inherit();
                var cmd = List.of("/bin/sh", "-c", "echo said; exit 3");
                launcher.launch(request(inherited, OutputSink.NONE, cmd), end);
                System.out.println(end.text.join());
            }
        }
    }

    /// Says what the process says by descriptor 9, as the standard ones are closed.
    private static void pump(PosixLauncher launcher, End end) {
        var sink = new Said();
        var pumped = new Output.Rotated(Path.of("/dev/null"), Rotation.NEVER);
        var cmd = List.of("/bin/sh", "-c", "echo said; sleep 0.1; echo to stderr >&2; exit 3");
        launcher.launch(request(pumped, sink, cmd), end);
        var status = end.text.join();
        try (var out = new FileOutputStream("/proc/self/fd/9")) {
            out.write(sink.bytes.toByteArray());
            out.write((status + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Said implements OutputSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(ByteBuffer buffer) {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }

        @Override
        public void close() {}
    }

    private static LaunchRequest request(Output output, OutputSink sink, List<String> cmd) {
        var spec =
                new LaunchSpec(
                        cmd,
                        Optional.empty(),
                        Map.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        new Stdin.Empty(),
                        output,
                        output,
                        Isolation.SESSION);
        return new LaunchRequest(
                ProcessName.of("web"),
                spec,
                Map.of(),
                Map.of(),
                sink,
                sink,
                true,
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
