package dev.taskmaster;

/// Thrown, as the cause of a future's failure, when a command is refused as a whole: the supervisor
/// is shutting down or closed, for example. What goes wrong with one of several processes is told
/// by its [dev.taskmaster.status.Outcome] instead.
public final class CommandRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param reason why it is refused
    public CommandRejectedException(String reason) {
        super(reason);
    }
}
