package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Place;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong while files are read.
final class Problems {
    private static final int MESSAGE_MAX = 600;

    // A set: what is wrong in a part that aliases share is found once for each.
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Path> files = new ArrayList<>();

    /// Says that a file is read now: its problems come after those of the files before it.
    void reading(Path file) {
        files.add(file);
    }

    void add(Path file, Place place, String message) {
        add(new Problem(file, place.line(), place.column(), shown(message)));
    }

    /// Adds a problem of a file as a whole.
    void add(Path file, String message) {
        add(new Problem(file, 0, 0, shown(message)));
    }

    private void add(Problem problem) {
        if (found.add(problem) && !files.contains(problem.file())) {
            files.add(problem.file());
        }
    }

    /// Whatever a message quotes, it is one line and can do nothing to a terminal.
    private static String shown(String message) {
        var line = message.replaceAll("\\p{Cc}", "?");
        return line.length() <= MESSAGE_MAX ? line : line.substring(0, MESSAGE_MAX - 1) + "…";
    }

    /// @throws ConfigException if there are any, with all of them
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(sorted());
        }
    }

    /// {@return all of them: file by file in the order in which they were read, and in the order of
    /// their lines}
    List<Problem> sorted() {
        if (found.isEmpty()) {
            // Comparators made by lambdas are what every client would wait for.
            return List.of();
        }
        return found.stream()
                .sorted(
                        Comparator.<Problem>comparingInt(p -> files.indexOf(p.file()))
                                .thenComparingInt(Problem::line)
                                .thenComparingInt(Problem::column))
                .toList();
    }
}
