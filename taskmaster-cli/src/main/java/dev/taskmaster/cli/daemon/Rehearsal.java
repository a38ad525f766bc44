package dev.taskmaster.cli.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether another version of this program would come up: it is started, reads the configuration
/// and ends.
final class Rehearsal {
    private static final int SECONDS_MAX = 30;
    private static final File DEV_NULL = new File("/dev/null");

    private Rehearsal() {}

    /// @throws IllegalStateException if it would not; the message says why
    static void of(Path program, Path configuration) {
        try {
            var process =
                    new ProcessBuilder(program.toString(), "check", "-c", configuration.toString())
                            .redirectInput(DEV_NULL)
                            .redirectErrorStream(true)
                            .start();
            // It may leave what it started behind, with the pipe open.
            var said = new FutureTask<>(() -> read(process));
            Thread.ofPlatform().daemon().start(said);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw cannot(program, "it does not answer within " + SECONDS_MAX + " s");
            }
            if (process.exitValue() != 0) {
                throw cannot(program, said.get(1, TimeUnit.SECONDS));
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw cannot(program, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannot(program, "interrupted");
        }
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static IllegalStateException cannot(Path program, String reason) {
        return new IllegalStateException(program + " cannot take over: " + reason);
    }
}
