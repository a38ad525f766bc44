package dev.taskmaster.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Text to values and back.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// {@return the text of a value, on one line}
    ///
    /// @param value a map, list or optional of values, a string, number, boolean or null; anything
    ///   else is written as its text
    public static String text(Object value) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes all that is written", e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Optional<?> optional -> write(optional.orElse(null), json);
            case Boolean truth -> json.writeBoolean(truth);
            case BigDecimal number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var entry : map.entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    write(entry.getValue(), json);
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (var element : list) {
                    write(element, json);
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// {@return the value of a text} Numbers are [BigDecimal].
    ///
    /// @throws IOException if it is not JSON
    public static Object parse(String text) throws IOException {
        try (var json = FACTORY.createParser(text)) {
            json.nextToken();
            return value(json);
        }
    }

    private static Object value(JsonParser json) throws IOException {
        var token = json.currentToken();
        // A `case null` would be spun anew by the JVM for every client.
        if (token == null) {
            throw new IOException("not JSON: it ends too early");
        }
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var name = json.currentName();
                    json.nextToken();
                    map.put(name, value(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("not JSON: unexpected " + json.currentToken());
        };
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
