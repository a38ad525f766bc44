package dev.taskmaster.server.xmlrpc;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/// Writes answers, in UTF-8.
///
/// A character that XML cannot carry, such as the escape character that colours a log, is written
/// as U+FFFD: supervisord writes it as it is, and its clients cannot read the answer. A carriage
/// return is written as a reference, so that it arrives as one.
public final class ResponseWriter {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");
    private static final String VALUE = "<value>";
    private static final String END_OF_VALUE = "</value>\n";
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder xml =
            new StringBuilder("<?xml version='1.0'?>\n<methodResponse>\n");

    private ResponseWriter() {}

    /// {@return the answer to a call that was done}
    ///
    /// @param value a value as the package describes them
    /// @throws IllegalArgumentException if it is none
    public static byte[] result(Object value) {
        return value instanceof Encoded encoded ? encoded.answer() : answer(value);
    }

    private static byte[] answer(Object value) {
        var writer = new ResponseWriter();
        writer.xml.append("<params>\n<param>\n");
        writer.value(value);
        writer.xml.append("</param>\n</params>\n");
        return writer.end();
    }

    /// {@return the answer to a call that failed}
    public static byte[] fault(Fault fault) {
        var writer = new ResponseWriter();
        writer.xml.append("<fault>\n");
        writer.value(Map.of("faultCode", fault.code(), "faultString", fault.text()));
        writer.xml.append("</fault>\n");
        return writer.end();
    }

    /// A list that was written before.
    public static final class Encoded {
        private final byte[] answer;

        private Encoded(byte[] answer) {
            this.answer = answer;
        }

        /// {@return the answer that it is, which nobody may write to}
        private byte[] answer() {
            return answer;
        }

        /// {@return what stands between the tags `value`}
        public String xml() {
            var text = new String(answer, StandardCharsets.UTF_8);
            var begin = text.indexOf(VALUE) + VALUE.length();
            return text.substring(begin, text.lastIndexOf(END_OF_VALUE));
        }
    }

    /// {@return a list, written, to be any number of answers, or part of them}
    ///
    /// @param values what it is the list of
    /// @throws IllegalArgumentException if one of them is no value
    public static Encoded encode(List<?> values) {
        return new Encoded(answer(values));
    }

    private byte[] end() {
        return xml.append("</methodResponse>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        xml.append(VALUE);
        switch (value) {
            case String text -> element("string", text);
            case Integer number -> element("int", number.toString());
            case Long number -> number(number);
            case Boolean flag -> element("boolean", flag ? "1" : "0");
            case Double number -> element("double", number.toString());
            case LocalDateTime time -> element("dateTime.iso8601", DATE_TIME.format(time));
            case List<?> values -> array(values);
            case Map<?, ?> members -> struct(members);
            case Encoded encoded -> xml.append(encoded.xml());
            default ->
                    throw new IllegalArgumentException(
                            value.getClass().getName() + " is no value of XML-RPC");
        }
        xml.append(END_OF_VALUE);
    }

    /// `int` has 32 bits; what is larger is `i8`, which Python's client and others know.
    private void number(long number) {
        element(number == (int) number ? "int" : "i8", Long.toString(number));
    }

    private void array(List<?> values) {
        xml.append("<array><data>\n");
        values.forEach(this::value);
        xml.append("</data></array>");
    }

    private void struct(Map<?, ?> members) {
        xml.append("<struct>\n");
        members.forEach(
                (name, value) -> {
                    xml.append("<member>\n");
                    element("name", (String) name);
                    xml.append('\n');
                    value(value);
                    xml.append("</member>\n");
                });
        xml.append("</struct>");
    }

    private void element(String name, String text) {
        xml.append('<').append(name).append('>');
        if (isPlain(text)) {
            xml.append(text);
        } else {
            text.codePoints().forEach(this::character);
        }
        xml.append("</").append(name).append('>');
    }

    /// Nearly all text is, and is written at once.
    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '&' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    private void character(int c) {
        switch (c) {
            case '&' -> xml.append("&amp;");
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            case '\r' -> xml.append("&#13;");
            default -> xml.appendCodePoint(XmlScanner.isXml(c) ? c : REPLACEMENT);
        }
    }
}
