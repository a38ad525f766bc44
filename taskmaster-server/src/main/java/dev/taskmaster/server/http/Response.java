package dev.taskmaster.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answer to a request.
///
/// Made by one of [#of], [#text] and [#streaming].
public sealed interface Response {
    /// {@return the status of HTTP}
    int status();

    /// {@return the headers}
    Map<String, String> headers();

    /// {@return the same with one more header}
    Response with(String name, String value);

    /// {@return the same with more headers}
    default Response with(Map<String, String> more) {
        var response = this;
        for (var header : more.entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    /// An answer that is all there.
    static Response of(int status, String contentType, byte[] body) {
        return new Whole(status, Map.of("Content-Type", contentType), body);
    }

    /// An answer of plain text.
    static Response text(int status, String text) {
        return of(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// An answer of status 200 that is written bit by bit, and perhaps never ends. The connection
    /// is closed after it.
    static Response streaming(String contentType, Body body) {
        return new Stream(200, Map.of("Content-Type", contentType), body);
    }

    /// Writes an answer bit by bit.
    @FunctionalInterface
    interface Body {
        /// Writes all of it. Runs in a thread of its own, which is interrupted when the client is
        /// gone or the server is closed.
        ///
        /// @throws IOException if it cannot be read, or the client is gone
        /// @throws InterruptedException if the client is gone
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /// Takes the bits of an answer.
    @FunctionalInterface
    interface Sink {
        /// Sends bytes, and waits while the client does not take them.
        ///
        /// @throws IOException if the client is gone, or has taken nothing for too long
        void write(ByteBuffer bytes) throws IOException;
    }

    /// An answer that is all there.
    record Whole(int status, Map<String, String> headers, byte[] body) implements Response {
        @Override
        public Response with(String name, String value) {
            return new Whole(status, added(headers, name, value), body);
        }
    }

    /// An answer that is written bit by bit.
    record Stream(int status, Map<String, String> headers, Body body) implements Response {
        @Override
        public Response with(String name, String value) {
            return new Stream(status, added(headers, name, value), body);
        }
    }

    private static Map<String, String> added(
            Map<String, String> headers, String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return all;
    }
}
