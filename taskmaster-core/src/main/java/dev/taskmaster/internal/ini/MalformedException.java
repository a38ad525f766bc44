package dev.taskmaster.internal.ini;

/// Thrown for a text that is not what it should be. The message says what was found and what was
/// expected; whoever knows where the text stands adds that.
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        // Never seen by itself, so a stack trace would only cost.
        super(message, null, false, false);
    }
}
