package dev.taskmaster.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Bytes as text, where supervisord shows bytes as text.
public final class PythonText {
    private PythonText() {}

    /// {@return the bytes as UTF-8; if they are not, `Undecodable: ` and how Python writes them
    /// down}
    public static String of(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "Undecodable: " + literal(bytes);
        }
    }

    /// {@return a literal of Python: `b'\xff\n'`}
    public static String literal(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        var literal = new StringBuilder("b").append(quote);
        text.chars()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\\' -> literal.append("\\\\");
                                case '\t' -> literal.append("\\t");
                                case '\n' -> literal.append("\\n");
                                case '\r' -> literal.append("\\r");
                                default -> {
                                    if (c == quote) {
                                        literal.append('\\').append(quote);
                                    } else if (c < ' ' || c > '~') {
                                        literal.append("\\x%02x".formatted(c));
                                    } else {
                                        literal.append((char) c);
                                    }
                                }
                            }
                        });
        return literal.append(quote).toString();
    }
}
