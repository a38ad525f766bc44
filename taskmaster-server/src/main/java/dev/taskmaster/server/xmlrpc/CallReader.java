package dev.taskmaster.server.xmlrpc;

import dev.taskmaster.server.xmlrpc.XmlScanner.Token;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads calls.
///
/// Tolerates what supervisord does: no `<params>`, a value without a type, `i4`, and base64 where
/// text is expected. Document types are refused, and with them every entity of one's own.
public final class CallReader {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int DIGITS_MAX = 4300; // as Python

    private final XmlScanner xml;

    private CallReader(XmlScanner xml) {
        this.xml = xml;
    }

    /// Reads a call.
    ///
    /// @param text the XML document, in UTF-8 whatever it says of itself, as in supervisord
    /// @throws MalformedCallException if it is none, or its elements are nested more than 100 deep
    ///   or are more than 100,000
    public static MethodCall read(byte[] text) throws MalformedCallException {
        try {
            var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return new CallReader(new XmlScanner(decoded.toString())).call();
        } catch (CharacterCodingException e) {
            throw new MalformedCallException("not UTF-8", e);
        }
    }

    private MethodCall call() throws MalformedCallException {
        if (xml.next() != Token.START) {
            throw new MalformedCallException("expected <methodCall>");
        }
        expect("methodCall");
        var method = "";
        List<Object> params = List.of();
        while (nextChild()) {
            switch (xml.name()) {
                case "methodName" -> method = text();
                case "params" -> params = params();
                default -> throw unexpected("<methodName> or <params>");
            }
        }
        xml.next(); // The end of the document: a second one would be refused.
        if (method.isEmpty()) {
            throw new MalformedCallException("there is no method name");
        }
        return new MethodCall(method, params);
    }

    private List<Object> params() throws MalformedCallException {
        var params = new ArrayList<>();
        while (nextChild()) {
            expect("param");
            expectChild("value");
            params.add(value());
            expectEnd();
        }
        return params;
    }

    private Object value() throws MalformedCallException {
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case TEXT -> text.append(xml.text());
                case START -> {
                    if (!text.toString().isBlank()) {
                        throw unexpected("the end of a text");
                    }
                    var value = typed();
                    expectEnd();
                    return value;
                }
                case END, EOF -> {
                    return text.toString(); // Without a type it is a string.
                }
            }
        }
    }

    private Object typed() throws MalformedCallException {
        return switch (xml.name()) {
            case "string" -> text();
            case "int", "i4", "i8", "i2", "i1" -> integer(text());
            case "boolean" -> text().equals("1");
            case "double" -> decimal(text());
            case "base64" -> decoded(text());
            case "dateTime.iso8601" -> dateTime(text());
            case "nil" -> {
                expectEnd();
                yield Optional.empty();
            }
            case "array" -> array();
            case "struct" -> struct();
            default -> throw unexpected("a type of XML-RPC");
        };
    }

    private List<Object> array() throws MalformedCallException {
        expectChild("data");
        var values = new ArrayList<>();
        while (nextChild()) {
            expect("value");
            values.add(value());
        }
        expectEnd();
        return values;
    }

    private Map<String, Object> struct() throws MalformedCallException {
        var members = new LinkedHashMap<String, Object>();
        while (nextChild()) {
            expect("member");
            expectChild("name");
            var name = text();
            expectChild("value");
            members.put(name, value());
            expectEnd();
        }
        return members;
    }

    private static Object integer(String text) throws MalformedCallException {
        try {
            var digits = text.strip();
            if (digits.length() > DIGITS_MAX) {
                throw new NumberFormatException();
            }
            return new BigInteger(digits).max(LONG_MIN).min(LONG_MAX).longValue();
        } catch (NumberFormatException e) {
            throw new MalformedCallException("not an integer", e);
        }
    }

    private static Object decimal(String text) throws MalformedCallException {
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new MalformedCallException("not a number", e);
        }
    }

    private static Object decoded(String text) throws MalformedCallException {
        try {
            var bytes = Base64.getMimeDecoder().decode(text);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new MalformedCallException("not UTF-8 in base64", e);
        }
    }

    private static Object dateTime(String text) throws MalformedCallException {
        try {
            return LocalDateTime.parse(text.strip(), DATE_TIME);
        } catch (DateTimeException e) {
            throw new MalformedCallException("not a time of the form 19980717T14:08:55", e);
        }
    }

    /// Goes on to the beginning of the next child, or to the end of the parent.
    ///
    /// @return whether there is a child
    private boolean nextChild() throws MalformedCallException {
        while (true) {
            switch (xml.next()) {
                case START -> {
                    return true;
                }
                case END, EOF -> {
                    return false;
                }
                case TEXT -> {
                    if (!xml.text().isBlank()) {
                        throw new MalformedCallException("there is text between elements");
                    }
                }
            }
        }
    }

    private void expectChild(String name) throws MalformedCallException {
        if (!nextChild()) {
            throw new MalformedCallException("expected <" + name + ">");
        }
        expect(name);
    }

    private void expect(String name) throws MalformedCallException {
        if (!xml.name().equals(name)) {
            throw unexpected("<" + name + ">");
        }
    }

    private void expectEnd() throws MalformedCallException {
        if (nextChild()) {
            throw unexpected("the end of its parent");
        }
    }

    /// Reads the text of an element, and its end.
    private String text() throws MalformedCallException {
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case TEXT -> text.append(xml.text());
                case START -> throw unexpected("text");
                case END, EOF -> {
                    return text.toString();
                }
            }
        }
    }

    private MalformedCallException unexpected(String expected) {
        return new MalformedCallException("expected " + expected + ", found <" + xml.name() + ">");
    }
}
