package dev.taskmaster.server.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.taskmaster.server.http.Response;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// Writes JSON.
final class Json {
    static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// Writes one value.
    @FunctionalInterface
    interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    static String text(Value value) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            value.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes all that is written", e);
        }
        return text.toString();
    }

    static Response response(int status, Value value) {
        return response(status, "application/json", value);
    }

    static Response response(int status, String contentType, Value value) {
        return Response.of(
                status, contentType, (text(value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Seconds since 1970, with milliseconds as the fraction; or null.
    static void time(JsonGenerator json, String name, Optional<Instant> at) throws IOException {
        json.writeFieldName(name);
        if (at.isPresent()) {
            json.writeNumber(BigDecimal.valueOf(at.get().toEpochMilli(), 3));
        } else {
            json.writeNull();
        }
    }

    /// Its text, or null.
    static void optional(JsonGenerator json, String name, Optional<?> value) throws IOException {
        json.writeFieldName(name);
        if (value.isPresent()) {
            json.writeString(value.get().toString());
        } else {
            json.writeNull();
        }
    }
}
