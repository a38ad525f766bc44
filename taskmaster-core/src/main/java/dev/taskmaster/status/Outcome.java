package dev.taskmaster.status;

import java.util.Objects;

/// What became of a command for one process.
///
/// @param name the process, or the name as it was given where there is no such process
/// @param result what became of it
/// @param detail more about a failure, for people; may be empty
public record Outcome(String name, Result result, String detail) {
    public Outcome {
        Objects.requireNonNull(name);
        Objects.requireNonNull(result);
        Objects.requireNonNull(detail);
    }

    public Outcome(String name, Result result) {
        this(name, result, "");
    }

    /// {@return whether the command did what it was asked for}
    public boolean isDone() {
        return result == Result.DONE;
    }

    /// What can become of a command; the same cases as supervisord's faults.
    public enum Result {
        /// Done.
        DONE,
        /// There is no process of that name.
        NO_SUCH_PROCESS,
        /// There is no group of that name.
        NO_SUCH_GROUP,
        /// A start of what is up already.
        ALREADY_STARTED,
        /// A stop or signal for what is not running.
        NOT_RUNNING,
        /// It could not be started, or ended before it was RUNNING.
        SPAWN_ERROR,
        /// It went another way: it was stopped while it was being started, for example.
        ABNORMAL_TERMINATION,
        /// The launcher cannot do what was asked for, or the system refused.
        FAILED,
        /// The supervisor is shutting down.
        SHUTTING_DOWN
    }
}
