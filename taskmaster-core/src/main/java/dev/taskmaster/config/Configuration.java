package dev.taskmaster.config;

import dev.taskmaster.spec.ProgramSpec;

import java.util.List;
import java.util.Objects;

/// What a configuration file says.
///
/// @param daemon how the supervisor itself is to run
/// @param programs what it supervises
public record Configuration(DaemonSettings daemon, List<ProgramSpec> programs) {
    public Configuration {
        Objects.requireNonNull(daemon);
        programs = List.copyOf(programs);
    }
}
