package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Supervisor's own end-to-end tests pass with Taskmaster in place of its daemon: see
/// `src/test/python/end_to_end.py`.
///
/// It needs Debian's packages `supervisor`, which brings these tests, and `python3-pexpect`.
class EndToEndIT {
    /// What the tests take for Python, on their path too.
    private static final String PYTHON =
            """
            #!/bin/sh
            if [ "$1 $2" = "-m supervisor.supervisord" ]; then
                shift 2
                exec '%s' "$@"
            fi
            exec /usr/bin/python3 "$@"
            """;

    @TempDir private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void supervisorsOwnTestsPass() throws Exception {
        var python = folder.resolve("python");
        Files.writeString(python, PYTHON.formatted(Distribution.script("supervisord").getFirst()));
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        var log = folder.resolve("log");
        var tests =
                new ProcessBuilder(
                                List.of(
                                        "/usr/bin/python3",
                                        Path.of("src/test/python/end_to_end.py")
                                                .toAbsolutePath()
                                                .toString(),
                                        folder.toString(),
                                        python.toString()))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        tests.environment().merge("PATH", folder + ":", (path, first) -> first + path);
        assertThat(tests.start().waitFor()).as(() -> text(log)).isZero();
        assertThat(text(log)).containsPattern("Ran [2-9][0-9] tests").endsWith("\nOK\n");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
