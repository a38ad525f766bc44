package dev.taskmaster.internal.engine;

import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;

import java.util.List;

/// What the outside world wants of the engine. The `ticket` names the command in the effect that
/// answers it: [Effect.Reply], [Effect.Applied] or [Effect.Refuse].
public sealed interface Command {
    long ticket();

    /// Supervise exactly these programs from now on.
    ///
    /// @param needsRestart what else is wanted, but not for the engine to do
    record Apply(long ticket, List<ProgramSpec> programs, List<String> needsRestart)
            implements Command {
        public Apply(long ticket, List<ProgramSpec> programs) {
            this(ticket, programs, List.of());
        }
    }

    /// Supervise one more program and start it.
    record Add(long ticket, ProgramSpec program) implements Command {}

    /// Stop processes and supervise them no more.
    record Remove(long ticket, List<String> names) implements Command {}

    /// @param waits whether it is done when the processes are RUNNING, rather than spawned
    record Start(long ticket, List<String> names, boolean waits) implements Command {}

    /// @param waits whether it is done when the processes are gone, rather than asked to go
    record Stop(long ticket, List<String> names, boolean waits) implements Command {}

    record Restart(long ticket, List<String> names) implements Command {}

    record Send(long ticket, Signal signal, List<String> names) implements Command {}

    record Write(long ticket, String name, byte[] bytes) implements Command {}

    /// Stop everything, in reverse start order, and end. Given again, kill what is left.
    record Shutdown(long ticket) implements Command {}
}
