package dev.taskmaster.internal.engine;

import dev.taskmaster.status.ExitStatus;

/// What can happen to one process machine.
sealed interface Input {
    /// It is to run.
    record Start() implements Input {}

    /// It is to run once what it depends on is there.
    record Await() implements Input {}

    /// It is to be down.
    record Stop() implements Input {}

    /// It is to be down now, without being asked.
    record Kill() implements Input {}

    /// It is to run anew.
    record Restart() implements Input {}

    record Spawned(long pid) implements Input {}

    record SpawnFailed(String reason) implements Input {}

    /// `reason` says more than the status, or is empty.
    record Exited(ExitStatus status, String reason) implements Input {}

    /// The system did not let the launcher kill it.
    record KillRefused(String reason) implements Input {}

    record DeadlineReached() implements Input {}
}
