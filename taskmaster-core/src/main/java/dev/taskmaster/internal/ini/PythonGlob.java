package dev.taskmaster.internal.ini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the files that a pattern stands for, as Python's `glob.glob`: `*`, `?`, `[abc]` and
/// `[!abc]` within each name of the path, and nothing else, so no braces. A name that begins with a
/// `.` is found only by a pattern that does so too; a folder that cannot be read is empty.
///
/// Source: docs.python.org/3/library/glob.html and fnmatch.html.
public final class PythonGlob {
    private PythonGlob() {}

    /// @param pattern an absolute path
    /// @return what is there, sorted
    public static List<Path> expand(Path pattern) {
        var found = Stream.of(pattern.getRoot());
        for (var name : pattern) {
            found = found.flatMap(folder -> matches(folder, name.toString()));
        }
        return found.sorted().toList();
    }

    private static Stream<Path> matches(Path folder, String name) {
        if (name.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
            return Stream.of(folder.resolve(name))
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        }
        var wanted = regex(name);
        try (var files = Files.list(folder)) {
            return files
                    .filter(path -> wanted.matcher(path.getFileName().toString()).matches())
                    .filter(path -> name.startsWith(".") || !isHidden(path))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static Pattern regex(String name) {
        var regex = new StringBuilder();
        for (var i = 0; i < name.length(); ) {
            var c = name.codePointAt(i);
            var end = c == '[' ? setEnd(name, i + 1) : -1;
            if (end >= 0) {
                regex.append(set(name.substring(i + 1, end).codePoints().toArray()));
                i = end + 1;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : literal(c));
                i += Character.charCount(c);
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// Where the `]` is that closes a set; one at its very beginning is a member.
    private static int setEnd(String name, int from) {
        return name.indexOf(']', from + (name.startsWith("!", from) ? 2 : 1));
    }

    private static String set(int[] members) {
        var not = members[0] == '!';
        var regex = new StringBuilder();
        for (var i = not ? 1 : 0; i < members.length; i++) {
            if (i + 2 < members.length && members[i + 1] == '-') {
                // A range such as z-a has no members.
                if (members[i] <= members[i + 2]) {
                    regex.append(literal(members[i])).append('-').append(literal(members[i + 2]));
                }
                i += 2;
            } else {
                regex.append(literal(members[i]));
            }
        }
        if (regex.isEmpty()) {
            return not ? "." : "(?!)";
        }
        return (not ? "[^" : "[") + regex + "]";
    }

    private static String literal(int c) {
        var text = Character.toString(c);
        return c < 128 && !Character.isLetterOrDigit(c) ? "\\" + text : text;
    }
}
