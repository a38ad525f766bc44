package dev.taskmaster.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes configurations as YAML that [ConfigFile] reads: maps as blocks, lists in a line, and
/// every value as the text that comes out when it is read.
final class YamlWriter {
    /// What needs no quotes, wherever it stands.
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_/.][A-Za-z0-9_/.+=@%-]*(?:[ :][A-Za-z0-9_/.+=@%-]+)*");

    /// As long as a pattern can be trusted with.
    private static final int PLAIN_MAX = 200;

    private final StringBuilder yaml = new StringBuilder();

    /// A value: a [String], a [List] of them, or a [Map] of values.
    static String write(Map<String, Object> top) {
        var writer = new YamlWriter();
        writer.map(top, "");
        return writer.yaml.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        map.forEach(
                (key, value) -> {
                    yaml.append(indent).append(quoted(key.toString())).append(':');
                    switch (value) {
                        case Map<?, ?> inner when inner.isEmpty() -> yaml.append(" {}\n");
                        case Map<?, ?> inner -> {
                            yaml.append('\n');
                            map(inner, indent + "  ");
                        }
                        case List<?> items -> yaml.append(' ').append(list(items)).append('\n');
                        default -> yaml.append(' ').append(text(value.toString())).append('\n');
                    }
                });
    }

    private static String list(List<?> items) {
        return items.stream()
                .map(item -> text(item.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /// A value in which no `$` is to stand for a variable.
    private static String text(String text) {
        var literal = text.contains("$$") || text.contains("${") ? text.replace("$", "$$") : text;
        return quoted(literal);
    }

    private static String quoted(String text) {
        if (text.length() <= PLAIN_MAX && PLAIN.matcher(text).matches()) {
            return text;
        }
        return text.codePoints()
                .mapToObj(YamlWriter::escaped)
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default ->
                    Character.isISOControl(c) || c >= 0x2028 && c <= 0x2029 || c == 0xFEFF
                            ? "\\u" + "0".repeat(4 - hex(c).length()) + hex(c)
                            : Character.toString(c);
        };
    }

    private static String hex(int c) {
        return Integer.toHexString(c);
    }
}
