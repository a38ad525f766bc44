package dev.taskmaster.cli.control;

/// Thrown when no supervisor answers, or not any more.
public final class NoDaemonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message where it was looked for, and what was found
    public NoDaemonException(String message) {
        super(message);
    }
}
