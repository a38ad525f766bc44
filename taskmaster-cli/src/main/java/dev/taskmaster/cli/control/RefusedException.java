package dev.taskmaster.cli.control;

/// Thrown when a supervisor answers that it does not do what it is asked for, or something that is
/// no answer.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what it says
    public RefusedException(String message) {
        super(message);
    }
}
