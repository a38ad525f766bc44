package dev.taskmaster.cli.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongPredicate;

/// Starts a daemon: a process in a session of its own, without a terminal.
///
/// @param command what is started; the process that answers must be the one that is started
/// @param output the file that gets what it writes to stdout and stderr
/// @param answers whether the daemon answers with a process id
public record Detached(List<String> command, Path output, LongPredicate answers) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /// Starts it, and waits until it answers or has ended.
    ///
    /// @return its process id
    /// @throws CannotRunException if it has ended; its message is what it wrote
    public long start() throws InterruptedException {
        try {
            Files.createDirectories(output.getParent());
            var begin = Files.exists(output) ? Files.size(output) : 0;
            var process =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                            .start();
            while (!answers.test(process.pid())) {
                if (process.waitFor(BETWEEN_LOOKS)) {
                    throw new CannotRunException(writtenSince(begin, process.exitValue()));
                }
            }
            return process.pid();
        } catch (IOException e) {
            throw new CannotRunException("cannot start a daemon: " + e.getMessage());
        }
    }

    private String writtenSince(long begin, int exitCode) throws IOException {
        try (var channel = Files.newByteChannel(output, StandardOpenOption.READ)) {
            channel.position(begin);
            var text =
                    new String(java.nio.channels.Channels.newInputStream(channel).readAllBytes());
            return text.isBlank() ? "the daemon ended with exit code " + exitCode : text.strip();
        }
    }
}
