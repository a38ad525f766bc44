package dev.taskmaster.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command that was run, and what came of it.
///
/// @param status its exit status
/// @param output what it wrote to stdout and stderr
public record Ran(int status, String output) {

    /// Runs a command and waits for its end.
    ///
    /// @throws IOException if there is no such command
    public static Ran command(String... words) throws IOException, InterruptedException {
        return command(List.of(words));
    }

    /// Runs a command and waits for its end.
    ///
    /// @throws IOException if there is no such command
    public static Ran command(List<String> words) throws IOException, InterruptedException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + words);
            }
            return new Ran(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
