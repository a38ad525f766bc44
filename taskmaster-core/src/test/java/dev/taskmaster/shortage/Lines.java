package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Numbered lines by one writer, to be found again exactly in a log and its backups.
final class Lines {
    /// A script that prints numbered lines until it is told to end.
    static final String FOR_EVER = "i=0; while :; do i=$((i+1)); echo \"line $i\"; done";

    private Lines() {}

    /// Checks that no line is missing, doubled or torn.
    ///
    /// @return how many lines there are
    static long count(Path log) throws IOException {
        var number = 0L;
        for (var file : oldestFirst(log)) {
            try (var lines = Files.newBufferedReader(file)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.equals("line " + number)) {
                        assertThat(line).as(file.toString()).isEqualTo("line " + number);
                    }
                }
            }
        }
        return number;
    }

    static List<Path> oldestFirst(Path log) {
        var backups =
                Stream.iterate(1, number -> number + 1)
                        .map(number -> log.resolveSibling(log.getFileName() + "." + number))
                        .takeWhile(Files::exists)
                        .toList();
        return Stream.concat(backups.reversed().stream(), Stream.of(log)).toList();
    }
}
