package dev.taskmaster.launch;

/// Thrown when a launcher cannot do to a process what it is asked for.
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what could not be done, and why
    public LaunchException(String message) {
        super(message);
    }

    /// @param message what could not be done, and why
    /// @param cause what got in the way
    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
