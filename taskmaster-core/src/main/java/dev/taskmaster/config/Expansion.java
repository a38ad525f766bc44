package dev.taskmaster.config;

import static dev.taskmaster.config.Values.quoted;

import java.util.Map;
import java.util.regex.Pattern;

/// Puts environment variables where `${NAME}` and `${NAME:-default}` stand.
///
/// `$$` stands for `$`. A `$` before anything else stands for itself, so that `$1`, `$(date)` and
/// `$HOME` reach a shell as they are. As in a shell, the default is taken where the variable is not
/// set or empty, and may hold variables itself.
final class Expansion implements Words.Dollar {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int DEPTH_MAX = 10;
    private static final int LENGTH_MAX = 1 << 20;

    private final Map<String, String> variables;

    Expansion(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// @throws BadValueException if a variable is not set and has no default, or a reference is not
    ///   well-formed
    String expand(String text) {
        return expand(text, 0);
    }

    @Override
    public int expand(String text, int at, StringBuilder into) {
        return reference(text, at, into, 0);
    }

    private String expand(String text, int depth) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        for (var i = 0; i < text.length(); ) {
            if (text.charAt(i) == '$') {
                i = reference(text, i, expanded, depth);
            } else {
                expanded.append(text.charAt(i++));
            }
        }
        return expanded.toString();
    }

    private int reference(String text, int dollar, StringBuilder into, int depth) {
        if (text.startsWith("$$", dollar)) {
            into.append('$');
            return dollar + 2;
        }
        if (!text.startsWith("${", dollar)) {
            into.append('$');
            return dollar + 1;
        }
        var end = closingBrace(text, dollar + 2);
        into.append(value(text.substring(dollar + 2, end), depth));
        if (into.length() > LENGTH_MAX) {
            throw new BadValueException("becomes longer than " + LENGTH_MAX + " characters");
        }
        return end + 1;
    }

    private static int closingBrace(String text, int from) {
        var open = 1;
        for (var i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{' -> open++;
                case '}' -> open--;
                default -> {}
            }
            if (open == 0) {
                return i;
            }
        }
        throw new BadValueException(
                "%s has no closing '}', write $${ for the characters themselves"
                        .formatted(quoted(text.substring(from - 2))));
    }

    private String value(String reference, int depth) {
        var separator = reference.indexOf(":-");
        var name = separator < 0 ? reference : reference.substring(0, separator);
        if (!NAME.matcher(name).matches()) {
            throw new BadValueException(
                    quoted("${" + reference + "}")
                            + " is not a variable, expected ${NAME} or ${NAME:-default}; write $${"
                            + " for the characters themselves");
        }
        var value = variables.getOrDefault(name, "");
        if (separator >= 0 && value.isEmpty()) {
            if (depth == DEPTH_MAX) {
                throw new BadValueException(
                        "has defaults in defaults, more than " + DEPTH_MAX + " deep");
            }
            return expand(reference.substring(separator + 2), depth + 1);
        }
        if (!variables.containsKey(name)) {
            throw new BadValueException(
                    "the variable %s is not set, and there is no default as in ${%s:-default}"
                            .formatted(name, Values.shortened(name)));
        }
        return value;
    }
}
