package dev.taskmaster.config;

/// Thrown by what reads a single value for a text that is not one. The message says what was found
/// and what was expected; whoever knows where the text stands turns it into a [Problem].
final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        // Never seen by itself, so a stack trace would only cost.
        super(message, null, false, false);
    }
}
