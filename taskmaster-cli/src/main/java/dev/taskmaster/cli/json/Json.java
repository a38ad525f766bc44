package dev.taskmaster.cli.json;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Text to values and back.
public final class Json {
    private Json() {}

    /// {@return the text of a value, on one line}
    ///
    /// @param value a map, list or optional of values, a string, number, boolean or null; anything
    ///   else is written as its text
    public static String text(Object value) {
        var text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Optional<?> optional) {
            write(optional.orElse(null), text);
        } else if (value == null
                || value instanceof Boolean
                || value instanceof Number
                || value instanceof Numeral) {
            text.append(value);
        } else if (value instanceof Map<?, ?> map) {
            var separator = "{";
            for (var entry : map.entrySet()) {
                text.append(separator);
                quote(entry.getKey().toString(), text);
                text.append(':');
                write(entry.getValue(), text);
                separator = ",";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            var separator = "[";
            for (var element : list) {
                text.append(separator);
                write(element, text);
                separator = ",";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else {
            quote(value.toString(), text);
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (var i = 0; i < string.length(); i++) {
            var c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04X".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /// {@return the value of a text: a map, a list, a string, a [Numeral], a boolean or null}
    ///
    /// @throws IOException if it is not JSON
    public static Object parse(String text) throws IOException {
        return new JsonReader(text).read();
    }

    /// {@return the fields of an object}
    ///
    /// @throws IOException if the value is none
    @SuppressWarnings("unchecked") // The names of what was parsed are strings.
    public static Fields object(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            return new Fields((Map<String, Object>) map);
        }
        throw new IOException("expected an object, found " + text(value));
    }

    /// {@return the elements of an array}
    ///
    /// @throws IOException if the value is none
    public static List<?> array(Object value) throws IOException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IOException("expected an array, found " + text(value));
    }
}
