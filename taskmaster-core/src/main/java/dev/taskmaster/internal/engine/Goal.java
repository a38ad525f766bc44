package dev.taskmaster.internal.engine;

import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import java.util.Optional;

/// What a command can wait for.
enum Goal {
    /// That it lives.
    SPAWNED,
    /// That it is RUNNING.
    UP,
    /// That it is gone.
    DOWN;

    /// {@return what became of the command for a process that is in this phase; empty while that is
    /// open}
    Optional<Result> resultIn(Phase phase) {
        if (phase instanceof Phase.Unknown) {
            return Optional.of(Result.FAILED);
        }
        if (this == DOWN) {
            return phase.state() == ProcessState.STOPPING
                    ? Optional.empty()
                    : Optional.of(Result.DONE);
        }
        return switch (phase) {
            case Phase.Running _ -> Optional.of(Result.DONE);
            case Phase.Starting _ when this == SPAWNED -> Optional.of(Result.DONE);
            case Phase.Backoff _, Phase.Fatal _ -> Optional.of(Result.SPAWN_ERROR);
            case Phase.Waiting _,
                    Phase.Spawning _,
                    Phase.Starting _,
                    Phase.Stopping _,
                    Phase.Unknown _,
                    Phase.Stopped _,
                    Phase.Exited _ ->
                    phase.isWanted() ? Optional.empty() : Optional.of(Result.ABNORMAL_TERMINATION);
        };
    }
}
