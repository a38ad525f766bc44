package dev.taskmaster.cli.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What one child has written down of its life (`child.pl`). Times are in seconds since 1970.
///
/// @param id what its lines begin with
/// @param name whose life
/// @param pid its process id
/// @param begun when it began
/// @param last when it has last written something down
/// @param printed how many lines it has printed, or one less
/// @param isDouble whether another process of that name lived when it began
/// @param asked when it was asked to end
/// @param end how it was about to end when it could say so: `code 3`, `signal HUP`
record Life(
        String id,
        String name,
        long pid,
        double begun,
        double last,
        long printed,
        boolean isDouble,
        List<Double> asked,
        Optional<String> end) {

    /// {@return all lives in a folder}
    static List<Life> all(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(Life::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Life read(Path file) {
        try {
            var id = file.getFileName().toString();
            var parts = id.split("\\.");
            var lines = Files.readAllLines(file);
            var notes = lines.stream().skip(1).map(line -> line.split(" ", 3)).toList();
            return new Life(
                    id,
                    parts[0],
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]) / 1e3,
                    Files.getLastModifiedTime(file).toMillis() / 1e3,
                    lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip()),
                    notes.stream().anyMatch(note -> note[0].equals("double")),
                    notes.stream()
                            .filter(note -> note[0].equals("term"))
                            .map(note -> Double.parseDouble(note[1]))
                            .toList(),
                    notes.stream()
                            .filter(note -> note[0].equals("ends"))
                            .map(note -> note[2])
                            .findFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
