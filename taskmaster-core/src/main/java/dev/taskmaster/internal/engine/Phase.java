package dev.taskmaster.internal.engine;

import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import java.time.Duration;

/// Where a process is in its life, holding only what is true there: a phase without a process has
/// no pid, and only a phase that waits for time knows since when.
sealed interface Phase {
    /// Down, because it was stopped or never started. supervisord remembers failed starts here.
    record Stopped(Streak streak) implements Phase {}

    /// To be started as soon as what it depends on is there.
    record Waiting() implements Phase {}

    /// Handed to the launcher, which has not answered yet.
    record Spawning(Streak streak, Wish wish) implements Phase {}

    record Starting(long pid, Streak streak, Duration since) implements Phase {}

    /// Up `since`; the failed starts before that are forgotten, the crashes are not yet.
    record Running(long pid, int crashes, Duration since) implements Phase {}

    record Backoff(Streak streak, Duration until) implements Phase {}

    /// Asked to end, or killed, `since`.
    record Stopping(long pid, boolean startAgain, boolean killed, Duration since) implements Phase {
        Stopping startingAgain(boolean wanted) {
            return new Stopping(pid, wanted, killed, since);
        }
    }

    /// To be gone, but the system refused to kill it; whatever comes of it is still noticed.
    record Unknown(long pid, boolean startAgain) implements Phase {}

    record Exited(ExitStatus status, boolean expected) implements Phase {}

    record Fatal() implements Phase {}

    /// What is to become of a process whose launch is in flight.
    enum Wish {
        RUN,
        STOP,
        KILL,
        RESTART
    }

    default ProcessState state() {
        return switch (this) {
            case Stopped _, Waiting _ -> ProcessState.STOPPED;
            case Spawning(_, var wish) ->
                    wish == Wish.RUN ? ProcessState.STARTING : ProcessState.STOPPING;
            case Starting _ -> ProcessState.STARTING;
            case Running _ -> ProcessState.RUNNING;
            case Backoff _ -> ProcessState.BACKOFF;
            case Stopping _ -> ProcessState.STOPPING;
            case Unknown _ -> ProcessState.UNKNOWN;
            case Exited _ -> ProcessState.EXITED;
            case Fatal _ -> ProcessState.FATAL;
        };
    }

    /// The process id, or 0 where there is no process that we know of.
    default long pid() {
        return switch (this) {
            case Starting(var pid, _, _) -> pid;
            case Running(var pid, _, _) -> pid;
            case Stopping(var pid, _, _, _) -> pid;
            case Unknown(var pid, _) -> pid;
            case Stopped _, Waiting _, Spawning _, Backoff _, Exited _, Fatal _ -> 0;
        };
    }

    /// Whether it can be started: there is no process, and none is on its way.
    default boolean isStartable() {
        return isDown() || this instanceof Waiting;
    }

    /// Whether it is up, or will be without another command.
    default boolean isWanted() {
        return switch (this) {
            case Waiting _, Starting _, Running _, Backoff _ -> true;
            case Spawning(_, var wish) -> wish == Wish.RUN || wish == Wish.RESTART;
            case Stopping stopping -> stopping.startAgain();
            case Unknown unknown -> unknown.startAgain();
            case Stopped _, Exited _, Fatal _ -> false;
        };
    }

    /// Whether nothing becomes of it by the supervisor's doing without a command: it is down, or
    /// out of control.
    default boolean isOver() {
        return isDown() || this instanceof Unknown;
    }

    /// Whether nothing lives, nothing is being launched, and nothing will be without a command.
    default boolean isDown() {
        return switch (this) {
            case Stopped _, Exited _, Fatal _ -> true;
            case Waiting _, Spawning _, Starting _, Running _, Backoff _, Stopping _, Unknown _ ->
                    false;
        };
    }
}
