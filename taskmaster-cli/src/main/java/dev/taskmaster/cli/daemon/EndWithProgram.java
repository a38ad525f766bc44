package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.ExitOn;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Ends the supervisor when a program that it is there for has ended.
///
/// @param exitOn which program, and in which states
/// @param status finds the status of a process as it is now
/// @param end ends the supervisor, with an exit code
record EndWithProgram(
        ExitOn exitOn, Function<ProcessName, Optional<ProcessStatus>> status, IntConsumer end)
        implements EventListener {
    /// What shells add to the number of a signal.
    private static final int SIGNALLED = 128;

    @Override
    public void on(SupervisorEvent event) {
        if (event instanceof SupervisorEvent.StateChange change
                && exitOn.states().contains(change.to())) {
            // The state as it is now: a process that is started again does not stay in EXITED.
            status.apply(change.name())
                    .filter(now -> now.state() == change.to())
                    .filter(now -> exitOn.programs().contains(now.program()))
                    .ifPresent(now -> end.accept(exitCode(now)));
        }
    }

    /// A program that gave up is no success, even if its last try ended with 0.
    private static int exitCode(ProcessStatus process) {
        var code = process.exitStatus().map(EndWithProgram::exitCode).orElse(0);
        return code == 0 && process.state() == ProcessState.FATAL ? 1 : code;
    }

    private static int exitCode(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Code(var code) -> code;
            case ExitStatus.Signalled(var signal, _) -> SIGNALLED + signal.number();
            case ExitStatus.Unknown() -> 1;
        };
    }
}
