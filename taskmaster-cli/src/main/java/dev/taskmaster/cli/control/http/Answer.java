package dev.taskmaster.cli.control.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An answer. Closing it closes the connection.
public final class Answer implements Closeable {
    private static final int LINE_BYTES_MAX = 64 << 10;
    private static final int HEADERS_MAX = 100;

    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;
    private final Closeable connection;

    private Answer(
            int status, Map<String, String> headers, InputStream body, Closeable connection) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.connection = connection;
    }

    /// Reads the head of an answer.
    ///
    /// @param stream what the server sends
    /// @param connection is closed with the answer
    static Answer read(InputStream stream, Closeable connection) throws IOException {
        var in = new BufferedInputStream(stream);
        var status = status(line(in));
        var headers = headers(in);
        return new Answer(status, headers, body(in, headers), connection);
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("not an answer of HTTP: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == HEADERS_MAX) {
                throw new IOException("not an answer of HTTP: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static InputStream body(InputStream in, Map<String, String> headers)
            throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new ChunkedBody(in);
        }
        var length = Optional.ofNullable(headers.get("content-length"));
        if (length.isEmpty()) {
            return in;
        }
        if (!length.get().matches("[0-9]{1,18}")) {
            throw new IOException("not an answer of HTTP: content-length " + length.get());
        }
        return new SizedBody(in, Long.parseLong(length.get()));
    }

    /// Reads a line, without its end.
    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) {
                throw new EOFException("the connection was closed before the end of the answer");
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw new IOException("not an answer of HTTP: a line is too long");
            }
            line.write(b);
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// {@return the status code}
    public int status() {
        return status;
    }

    /// {@return whether it was done}
    public boolean isDone() {
        return status / 100 == 2;
    }

    /// {@return a header}
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// {@return the body, as it comes}
    public InputStream body() {
        return body;
    }

    /// {@return the whole of the body as text}
    public String text() throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
