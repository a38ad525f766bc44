package dev.taskmaster.cli.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Whether another version of this program would come up: it is started, reads the configuration
/// and ends.
final class Rehearsal {
    private static final int SECONDS_MAX = 30;

    private Rehearsal() {}

    /// @throws IllegalStateException if it would not; the message says why
    static void of(Path program, Path configuration) {
        try {
            var process =
                    new ProcessBuilder(
                                    List.of(
                                            program.toString(),
                                            "check",
                                            "-c",
                                            configuration.toString()))
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "%s cannot take over: %s".formatted(program, said.strip()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s cannot take over: %s".formatted(program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
