package dev.taskmaster.internal.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import java.util.Objects;

/// Says in words of the writer of a file what the parser says in words of YAML's grammar.
final class SyntaxErrors {
    private SyntaxErrors() {}

    static Flaw flaw(MarkedYAMLException error, String text) {
        var found = Objects.requireNonNullElse(error.getProblem(), "");
        var context = Objects.requireNonNullElse(error.getContext(), "");
        var begun = error.getContextMark();
        var at = error.getProblemMark() == null ? begun : error.getProblemMark();
        if (found.contains("(TAB)") || hasTabIndentation(text, at)) {
            return flaw(at, "a tab in the indentation, expected spaces");
        }
        if (found.contains("cannot start any token")) {
            var first = text.charAt(offset(text, at));
            return flaw(at, "a value cannot begin with '" + first + "', put it in quotes");
        }
        if (found.contains("mapping values are not allowed")) {
            return flaw(
                    at,
                    "unexpected ':', put a value that contains ': ' in quotes, a space after the"
                            + " ':' of each key, and check the indentation");
        }
        if (found.contains("sequence entries are not allowed")) {
            return flaw(at, "unexpected '-', expected each item of a list on a line of its own");
        }
        if (found.contains("unknown escape character")) {
            return flaw(
                    at,
                    "unknown escape in double quotes, write \\\\ for a backslash or use single"
                            + " quotes");
        }
        if (begun != null
                && context.contains("quoted scalar")
                && found.contains("unexpected end")) {
            return flaw(begun, "this quote is never closed");
        }
        if (begun != null && found.contains("could not find expected ':'")) {
            return flaw(begun, "expected 'key: value', found no ':' after this");
        }
        var before = lineBefore(text, at).stripTrailing();
        if (found.contains("expected <block end>") && before.matches(".*[\\]}'\"]")) {
            return flaw(
                    at,
                    "unexpected text after '%s', put the whole value in quotes"
                            .formatted(before.charAt(before.length() - 1)));
        }
        if (begun != null && found.contains("expected <block end>")) {
            return flaw(
                    at,
                    "does not fit in with the %s that begins at %s, check the indentation"
                            .formatted(context.contains("mapping") ? "map" : "list", place(begun)));
        }
        if (begun != null && context.contains("flow") && found.contains("expected ',' or")) {
            if (before.endsWith("$")) {
                return flaw(at, "put ${...} in quotes between '{' and '}' or '[' and ']'");
            }
            var closing = context.contains("mapping") ? "}" : "]";
            return flaw(
                    at,
                    "expected ',' or '%s', since a '%s' is open from %s on"
                            .formatted(closing, closing.equals("}") ? "{" : "[", place(begun)));
        }
        if (begun != null && found.contains("unexpected character")) {
            return flaw(
                    begun,
                    context.contains("alias")
                            ? "'*' begins an alias, put a value that begins with it in quotes"
                            : "'&' begins an anchor, put a value that begins with it in quotes");
        }
        if (found.startsWith("expected the node content")) {
            return flaw(at, "expected a value" + found.substring(found.indexOf(", but")));
        }
        if (found.startsWith("expected '<document start>'")) {
            return flaw(at, "does not go on from what is before it, check the indentation");
        }
        return flaw(at, "cannot be read as YAML: " + found.lines().findFirst().orElse(context));
    }

    /// For what the parser says without a place, or lets out as it comes: a `NumberFormatException`
    /// for `"\UFFFFFFFF"`.
    static Flaw flaw(RuntimeException error, Mark at) {
        return flaw(at, "cannot be read as YAML: " + error.getMessage());
    }

    private static boolean hasTabIndentation(String text, Mark at) {
        return text.substring(offset(text, at) - lineBefore(text, at).length())
                .lines()
                .findFirst()
                .orElse("")
                .matches(" *\\t.*");
    }

    /// {@return what is before a place on its line}
    private static String lineBefore(String text, Mark at) {
        var offset = offset(text, at);
        return text.substring(text.lastIndexOf('\n', offset - 1) + 1, offset);
    }

    private static int offset(String text, Mark at) {
        return text.offsetByCodePoints(
                0, Math.min(at.getIndex(), text.codePointCount(0, text.length())));
    }

    private static Flaw flaw(Mark at, String message) {
        return new Flaw(place(at), message);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
