package dev.taskmaster.cli.verb;

/// Thrown when the arguments of a verb are not understood.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what was found and what was expected
    public UsageException(String message) {
        super(message);
    }
}
