package dev.taskmaster.server.http;

import java.util.Map;

/// Thrown to answer a request with an error.
public final class HttpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    /// @param status the status of HTTP, from 400
    /// @param message what is wrong, for people
    public HttpException(int status, String message) {
        this(status, message, Map.of());
    }

    /// @param status the status of HTTP, from 400
    /// @param message what is wrong, for people
    /// @param headers headers of the answer
    public HttpException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /// {@return the status of HTTP}
    public int status() {
        return status;
    }

    /// {@return headers of the answer}
    public Map<String, String> headers() {
        return headers;
    }
}
