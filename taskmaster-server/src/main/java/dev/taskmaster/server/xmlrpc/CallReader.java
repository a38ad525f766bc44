package dev.taskmaster.server.xmlrpc;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.ByteArrayInputStream;
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

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads calls.
///
/// Tolerates what supervisord does: no `<params>`, a value without a type, `i4`, and base64 where
/// text is expected. Document types are refused, and with them every entity of one's own.
public final class CallReader {
    private static final int DEPTH_MAX = 32;
    private static final int ELEMENTS_MAX = 100_000;
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int DIGITS_MAX = 4300; // as Python

    private final XMLStreamReader xml;
    private int elements;

    private CallReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /// Reads a call.
    ///
    /// @param text the XML document
    /// @throws MalformedCallException if it is none, or is nested more than 32 deep, or has more
    ///   than 100,000 elements
    public static MethodCall read(byte[] text) throws MalformedCallException {
        try {
            var xml = factory().createXMLStreamReader(new ByteArrayInputStream(text));
            try {
                return new CallReader(xml).call();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedCallException("not well-formed XML: " + oneLine(e), e);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    private static String oneLine(XMLStreamException e) {
        var message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf('\n') + 1);
    }

    private MethodCall call() throws XMLStreamException, MalformedCallException {
        if (!next() || !xml.getLocalName().equals("methodCall")) {
            throw new MalformedCallException("expected <methodCall>");
        }
        var method = "";
        List<Object> params = List.of();
        while (next()) {
            switch (xml.getLocalName()) {
                case "methodName" -> method = text();
                case "params" -> params = params();
                default -> throw unexpected("<methodName> or <params>");
            }
        }
        if (method.isEmpty()) {
            throw new MalformedCallException("there is no method name");
        }
        while (xml.hasNext()) {
            xml.next(); // What follows must be well-formed too.
        }
        return new MethodCall(method, params);
    }

    private List<Object> params() throws XMLStreamException, MalformedCallException {
        var params = new ArrayList<>();
        while (next()) {
            expect("param");
            nextIs("value");
            params.add(value(1));
            end();
        }
        return params;
    }

    /// Reads a value, from its start to its end.
    private Object value(int depth) throws XMLStreamException, MalformedCallException {
        if (depth > DEPTH_MAX) {
            throw new MalformedCallException("values are nested more than " + DEPTH_MAX + " deep");
        }
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case CHARACTERS, CDATA, SPACE -> text.append(xml.getText());
                case START_ELEMENT -> {
                    count();
                    var value = typed(depth);
                    end();
                    return value;
                }
                case END_ELEMENT -> {
                    return text.toString(); // Without a type it is a string.
                }
                case ENTITY_REFERENCE, DTD -> throw unexpected("a value");
                default -> {} // A comment, or an instruction that is not for us.
            }
        }
    }

    private Object typed(int depth) throws XMLStreamException, MalformedCallException {
        var type = xml.getLocalName();
        return switch (type) {
            case "string" -> text();
            case "int", "i4", "i8", "i2", "i1" -> integer(text());
            case "boolean" -> text().equals("1");
            case "double" -> decimal(text());
            case "base64" -> decoded(text());
            case "dateTime.iso8601" -> dateTime(text());
            case "nil" -> {
                text();
                yield Optional.empty();
            }
            case "array" -> array(depth);
            case "struct" -> struct(depth);
            default -> throw unexpected("a type of XML-RPC");
        };
    }

    private List<Object> array(int depth) throws XMLStreamException, MalformedCallException {
        nextIs("data");
        var values = new ArrayList<>();
        while (next()) {
            expect("value");
            values.add(value(depth + 1));
        }
        end();
        return values;
    }

    private Map<String, Object> struct(int depth)
            throws XMLStreamException, MalformedCallException {
        var members = new LinkedHashMap<String, Object>();
        while (next()) {
            expect("member");
            nextIs("name");
            var name = text();
            nextIs("value");
            members.put(name, value(depth + 1));
            end();
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

    /// Goes on to the start of the next child, over white space; false if the parent ends first.
    private boolean next() throws XMLStreamException, MalformedCallException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case START_ELEMENT -> {
                    count();
                    return true;
                }
                case END_ELEMENT -> {
                    return false;
                }
                case CHARACTERS, CDATA -> {
                    if (!xml.isWhiteSpace()) {
                        throw new MalformedCallException("there is text between elements");
                    }
                }
                case DTD -> throw new MalformedCallException("a document type is not accepted");
                case ENTITY_REFERENCE -> throw unexpected("an element");
                default -> {} // A comment, white space, or an instruction that is not for us.
            }
        }
        return false;
    }

    private void nextIs(String name) throws XMLStreamException, MalformedCallException {
        if (!next()) {
            throw new MalformedCallException("expected <" + name + ">");
        }
        expect(name);
    }

    private void expect(String name) throws MalformedCallException {
        if (!xml.getLocalName().equals(name)) {
            throw unexpected("<" + name + ">");
        }
    }

    private void end() throws XMLStreamException, MalformedCallException {
        if (next()) {
            throw unexpected("the end of its parent");
        }
    }

    private String text() throws XMLStreamException {
        return xml.getElementText();
    }

    private void count() throws MalformedCallException {
        if (++elements > ELEMENTS_MAX) {
            throw new MalformedCallException("there are more than " + ELEMENTS_MAX + " elements");
        }
    }

    private MalformedCallException unexpected(String expected) {
        var found = xml.hasName() ? "<" + printable(xml.getLocalName()) + ">" : "something else";
        return new MalformedCallException("expected " + expected + ", found " + found);
    }

    private static String printable(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
