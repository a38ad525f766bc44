package dev.taskmaster.log;

import java.time.Duration;
import java.util.Collection;

/// Writes one JSON object on one line (RFC 8259).
final class Json {
    private final StringBuilder line = new StringBuilder("{");

    Json text(String name, String value) {
        field(name);
        quote(value);
        return this;
    }

    Json number(String name, long value) {
        field(name).append(value);
        return this;
    }

    /// In seconds, with a fraction where there is one.
    Json seconds(String name, Duration value) {
        field(name).append(EventText.seconds(value));
        return this;
    }

    Json truth(String name, boolean value) {
        field(name).append(value);
        return this;
    }

    Json texts(String name, Collection<String> values) {
        field(name).append('[');
        var separator = "";
        for (var value : values) {
            line.append(separator);
            quote(value);
            separator = ",";
        }
        line.append(']');
        return this;
    }

    String end() {
        return line.append('}').toString();
    }

    private StringBuilder field(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        quote(name);
        return line.append(':');
    }

    private void quote(String text) {
        line.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                default -> {
                    if (Character.isISOControl(c) || isFragile(c)) {
                        line.append("\\u%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }

    /// Half of a surrogate pair would become `?` in UTF-8, and to some readers a separator ends the
    /// line.
    private static boolean isFragile(char c) {
        return Character.isSurrogate(c) || c == '\u2028' || c == '\u2029';
    }
}
