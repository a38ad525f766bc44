package dev.taskmaster.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Finds the files that a pattern such as `/etc/taskmaster/*.d/*.yml` stands for: `*`, `?`, `[…]`
/// and `{…,…}` within each name of the path, as in [FileSystems]' globs. A name that begins with a
/// `.` is found only by a pattern that does so too.
final class Glob {
    private Glob() {}

    /// @param pattern an absolute path
    /// @return the files, sorted; a path without any pattern stands for itself, whether or not it
    ///   is there
    /// @throws BadValueException if the pattern is not one, or a folder cannot be read
    static List<Path> expand(Path pattern) {
        if (!isPattern(pattern)) {
            return List.of(pattern);
        }
        var found = List.of(pattern.getRoot());
        for (var name : pattern) {
            found = found.stream().flatMap(folder -> matches(folder, name)).toList();
        }
        return found.stream().filter(Files::isRegularFile).sorted().toList();
    }

    private static Stream<Path> matches(Path folder, Path name) {
        if (!isPattern(name)) {
            return Stream.of(folder.resolve(name)).filter(Files::exists);
        }
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        var hidden = name.toString().startsWith(".");
        var matcher = matcher(name);
        Predicate<Path> wanted =
                file -> matcher.matches(file) && file.toString().startsWith(".") == hidden;
        try (var files = Files.list(folder)) {
            return files.filter(file -> wanted.test(file.getFileName())).toList().stream();
        } catch (IOException e) {
            throw new BadValueException(folder + ": " + TextFile.reason(e));
        }
    }

    private static PathMatcher matcher(Path name) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + name);
        } catch (PatternSyntaxException e) {
            throw new BadValueException(
                    Values.quoted(name.toString()) + " is not a pattern: " + e.getDescription());
        }
    }

    private static boolean isPattern(Path path) {
        return path.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
