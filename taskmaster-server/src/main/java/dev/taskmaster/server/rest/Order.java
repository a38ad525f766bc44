package dev.taskmaster.server.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;

import dev.taskmaster.server.http.HttpException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a client wants done to processes: `{"names": ["web", "workers:*"], "wait": false}`.
///
/// @param names which processes, at least one name
/// @param waits whether the answer waits until it is done; default true
/// @param signal a signal, if that is what it is about
record Order(List<String> names, boolean waits, Optional<String> signal) {

    /// @param fields which fields there may be
    /// @throws HttpException 400 if the text is something else
    static Order parse(byte[] text, Set<String> fields) throws HttpException {
        try (var json = Json.FACTORY.createParser(text)) {
            var order = order(json, fields);
            if (json.nextToken() != null) {
                throw new HttpException(400, "there is more after the end of the object");
            }
            return order;
        } catch (StreamReadException e) {
            throw new HttpException(400, "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new HttpException(400, "not JSON: " + e.getMessage());
        }
    }

    private static Order order(JsonParser json, Set<String> fields)
            throws IOException, HttpException {
        expect(json.nextToken() == JsonToken.START_OBJECT, "expected an object");
        var names = List.<String>of();
        var waits = true;
        var signal = Optional.<String>empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var field = json.currentName();
            expect(
                    fields.contains(field),
                    "unknown field '%s', expected one of %s"
                            .formatted(
                                    field, String.join(", ", fields.stream().sorted().toList())));
            var token = json.nextToken();
            switch (field) {
                case "names" -> names = names(json);
                case "wait" -> {
                    expect(token.isBoolean(), "wait: expected true or false");
                    waits = json.getBooleanValue();
                }
                default -> {
                    expect(token == JsonToken.VALUE_STRING, "signal: expected a name or a number");
                    signal = Optional.of(json.getText());
                }
            }
        }
        expect(!names.isEmpty(), "names: expected an array of at least one name");
        return new Order(names, waits, signal);
    }

    private static List<String> names(JsonParser json) throws IOException, HttpException {
        var wrong = "names: expected an array of names";
        expect(json.currentToken() == JsonToken.START_ARRAY, wrong);
        var names = new ArrayList<String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken() == JsonToken.VALUE_STRING, wrong);
            names.add(json.getText());
        }
        return names;
    }

    private static void expect(boolean condition, String message) throws HttpException {
        if (!condition) {
            throw new HttpException(400, message);
        }
    }
}
