package dev.taskmaster.cli.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one text (RFC 8259). Short on purpose: a client reads one answer and ends, so what counts
/// is how little a JVM that has just started must run to do so.
final class JsonReader {
    /// How deep values may be nested, more than any answer is.
    private static final int DEPTH_MAX = 100;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    /// {@return the value that the text is}
    Object read() throws IOException {
        var value = value();
        if (!isEnd()) {
            throw unexpected();
        }
        return value;
    }

    private Object value() throws IOException {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() throws IOException {
        var map = new LinkedHashMap<String, Object>();
        open();
        if (!closes('}')) {
            do {
                if (peek() != '"') {
                    throw unexpected();
                }
                var name = string();
                take(':');
                map.put(name, value());
            } while (goesOn('}'));
        }
        return map;
    }

    private List<Object> array() throws IOException {
        var list = new ArrayList<>();
        open();
        if (!closes(']')) {
            do {
                list.add(value());
            } while (goesOn(']'));
        }
        return list;
    }

    private void open() throws IOException {
        at++;
        if (++depth > DEPTH_MAX) {
            throw new IOException("not JSON: nested more than " + DEPTH_MAX + " deep");
        }
    }

    /// Takes the end of what is open, if it is there.
    private boolean closes(char end) throws IOException {
        if (peek() != end) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    /// Takes the comma before the next part, or the end of what is open.
    private boolean goesOn(char end) throws IOException {
        if (closes(end)) {
            return false;
        }
        take(',');
        return true;
    }

    private void take(char expected) throws IOException {
        if (peek() != expected) {
            throw unexpected();
        }
        at++;
    }

    private String string() throws IOException {
        var start = ++at;
        var end = quote(start);
        var escape = text.indexOf('\\', start, end);
        if (escape < 0) {
            at = end + 1;
            return text.substring(start, end);
        }
        var string = new StringBuilder();
        at = start;
        while (escape >= 0) {
            string.append(text, at, escape);
            at = escape + 1;
            string.append(escaped());
            end = quote(at);
            escape = text.indexOf('\\', at, end);
        }
        string.append(text, at, end);
        at = end + 1;
        return string.toString();
    }

    private int quote(int start) throws IOException {
        var quote = text.indexOf('"', start);
        if (quote < 0) {
            throw early();
        }
        return quote;
    }

    private char escaped() throws IOException {
        return switch (text.charAt(at++)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private char unicode() throws IOException {
        try {
            var code = Integer.parseUnsignedInt(text, at, at + 4, 16);
            at += 4;
            return (char) code;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw unexpected();
        }
    }

    private Object word(String word, Object value) throws IOException {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private Numeral number() throws IOException {
        var start = at;
        passOver("-");
        digits();
        if (passOver(".")) {
            digits();
        }
        if (passOver("eE")) {
            passOver("+-");
            digits();
        }
        return new Numeral(text.substring(start, at));
    }

    private void digits() throws IOException {
        var start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
    }

    private boolean passOver(String characters) {
        var isThere = at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
        if (isThere) {
            at++;
        }
        return isThere;
    }

    /// {@return the next character that is no white space}
    private char peek() throws IOException {
        if (isEnd()) {
            throw early();
        }
        return text.charAt(at);
    }

    private boolean isEnd() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at == text.length();
    }

    private IOException unexpected() {
        return at < text.length()
                ? new IOException("not JSON: unexpected '" + text.charAt(at) + "' at offset " + at)
                : early();
    }

    private static IOException early() {
        return new IOException("not JSON: it ends too early");
    }
}
