package dev.taskmaster.internal.journal;

import java.io.IOException;

/// Thrown when a record does not say what it must.
final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
