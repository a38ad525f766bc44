package dev.taskmaster.server.http;

/// Thrown to answer a request with an error.
public final class HttpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status the status of HTTP, from 400
    /// @param message what is wrong, for people
    public HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// {@return the status of HTTP}
    public int status() {
        return status;
    }
}
