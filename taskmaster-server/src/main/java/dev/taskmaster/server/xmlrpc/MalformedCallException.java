package dev.taskmaster.server.xmlrpc;

/// Thrown when a text is not a call, or is larger or more deeply nested than is accepted.
public final class MalformedCallException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what was found
    public MalformedCallException(String message) {
        super(message);
    }

    /// @param message what was found
    /// @param cause what found it
    public MalformedCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
