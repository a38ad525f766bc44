package dev.taskmaster.config;

import dev.taskmaster.status.ProcessState;

import java.util.List;
import java.util.Set;

/// When the supervisor itself is to end: as soon as a process of one of these programs stays in one
/// of these states. Everything else is stopped then, and the supervisor's exit code is the
/// program's.
///
/// @param programs the names of the programs
/// @param states of STOPPED, EXITED and FATAL, where processes stay
public record ExitOn(List<String> programs, Set<ProcessState> states) {
    /// Done, or given up.
    static final Set<ProcessState> STATES = Set.of(ProcessState.EXITED, ProcessState.FATAL);

    public ExitOn {
        programs = List.copyOf(programs);
        states = Set.copyOf(states);
    }
}
