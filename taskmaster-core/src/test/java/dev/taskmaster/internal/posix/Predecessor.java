package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.output.OutputSinks;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a JVM of its own runs for [AdoptionIT]: a supervisor that is to be killed. It launches the
/// scripts `NAME.sh` of a folder, or takes them up if there is a `NAME.trace`, and writes all they
/// say into one log.
final class Predecessor {
    private Predecessor() {}

    /// @param args the folder, the size at which the log is rotated, and names
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var rotation = new Rotation(Long.parseLong(args[1]), 10_000);
        var sinks = new OutputSinks();
        if (args.length > 3) {
            // As the loop does for those that are started together.
            sinks.expectSeveral(Set.of(folder.resolve("log")));
        }
        var launcher = new PosixLauncher();
        for (var name : List.of(args).subList(2, args.length)) {
            var trace = folder.resolve(name + ".trace");
            var log = sinks.open(folder.resolve("log"), rotation, new Nobody());
            var request = request(folder, name, log);
            if (Files.exists(trace)) {
                launcher.adopt(request, Files.readString(trace), new Traced(trace));
            } else {
                launcher.launch(request, new Traced(trace));
            }
        }
        Thread.currentThread().join();
    }

    static LaunchRequest request(Path folder, String name, OutputSink stdout) {
        var spec =
                new LaunchSpec(
                        List.of("/bin/sh", folder.resolve(name + ".sh").toString()),
                        Optional.of(folder),
                        Map.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        new Stdin.Pipe(),
                        new Output.Rotated(folder.resolve("log"), Rotation.STANDARD),
                        new Output.ToStdout(),
                        Isolation.SESSION);
        return new LaunchRequest(
                ProcessName.of(name),
                spec,
                Map.of("PATH", "/usr/bin:/bin"),
                Map.of(),
                stdout,
                OutputSink.NONE,
                true,
                Optional.of(folder.resolve("keep-" + name)));
    }

    private record Traced(Path trace) implements LaunchObserver {
        @Override
        public void started(RunningProcess process) {
            try {
                var part = trace.resolveSibling(trace.getFileName() + ".part");
                Files.writeString(part, process.trace());
                Files.move(part, trace, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void exited(ExitStatus status) {}
    }

    private record Nobody() implements OutputSinks.Observer {
        @Override
        public void held(String reason) {}

        @Override
        public void resumed() {}
    }
}
