package dev.taskmaster.config;

import dev.taskmaster.internal.yaml.Place;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads files of environment variables: lines `NAME=VALUE`, comments with `#`, an `export` before
/// a name that is left out.
///
/// A value may stand in single quotes, which keep all they hold, or in double quotes, in which
/// `\n`, `\t`, `\r`, `\\`, `\"` and `\$` are escapes. Without quotes it ends at the end of the line
/// or before a ` #`. Nothing is expanded.
final class EnvFile {
    private EnvFile() {}

    /// Reads a file; lines that are wrong are added to the problems.
    ///
    /// @throws BadValueException if it cannot be read at all
    static Map<String, String> read(Path file, Problems problems) {
        try {
            return parse(file, TextFile.read(file), problems);
        } catch (TextFile.UnreadableException e) {
            throw new BadValueException(file + ": " + e.getMessage());
        }
    }

    /// Reads the lines of a file, of which later ones win.
    static Map<String, String> parse(Path file, String text, Problems problems) {
        var variables = new LinkedHashMap<String, String>();
        var lines = text.lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                var assignment = line.replaceFirst("^export\\s+", "");
                variables.put(name(assignment), value(assignment));
            } catch (BadValueException e) {
                problems.add(file, new Place(i + 1, 1), e.getMessage());
            }
        }
        return variables;
    }

    private static String name(String assignment) {
        var name = assignment.substring(0, Math.max(0, assignment.indexOf('='))).strip();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '\'' || c == '"')) {
            throw new BadValueException(
                    Values.quoted(assignment) + " is not a variable, expected NAME=VALUE");
        }
        return name;
    }

    private static String value(String assignment) {
        var text = assignment.substring(assignment.indexOf('=') + 1).strip();
        return text.startsWith("'") || text.startsWith("\"")
                ? quoted(text)
                : text.replaceFirst("(^|\\s)#.*", "").strip();
    }

    private static String quoted(String text) {
        var quote = text.charAt(0);
        var value = new StringBuilder();
        var at = 1;
        while (at < text.length() && text.charAt(at) != quote) {
            if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
                value.append(unescaped(text.charAt(at + 1)));
                at += 2;
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at == text.length()) {
            throw new BadValueException(
                    "the quote before %s is not closed"
                            .formatted(Values.quoted(text.substring(1))));
        }
        var rest = text.substring(at + 1).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new BadValueException(
                    "found %s after the closing quote, expected the end of the line"
                            .formatted(Values.quoted(rest)));
        }
        return value.toString();
    }

    private static String unescaped(char character) {
        return switch (character) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '\\', '"', '$' -> String.valueOf(character);
            default -> "\\" + character;
        };
    }
}
