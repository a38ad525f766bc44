package dev.taskmaster.cli.daemon;

/// Thrown when a supervisor cannot run here; nothing was started.
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is in the way, and what to do
    public CannotRunException(String message) {
        super(message);
    }
}
