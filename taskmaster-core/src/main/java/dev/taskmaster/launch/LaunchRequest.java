package dev.taskmaster.launch;

import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Resource;

import java.util.Map;
import java.util.Objects;

/// One process to start.
///
/// @param name its name, for messages
/// @param spec what to start it with
/// @param environment its whole environment: what it inherits, and `spec.env()` over it
/// @param limits all its limits that may differ from those of this process: what it inherits, and
///   `spec.limits()` over it
/// @param stdout takes its stdout, if `spec.stdout()` is [dev.taskmaster.spec.Output.Rotated]; the
///   launcher itself sees to every other kind
/// @param stderr takes its stderr in the same way
public record LaunchRequest(
        ProcessName name,
        LaunchSpec spec,
        Map<String, String> environment,
        Map<Resource, Limit> limits,
        OutputSink stdout,
        OutputSink stderr) {
    public LaunchRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(spec);
        environment = Map.copyOf(environment);
        limits = Map.copyOf(limits);
        Objects.requireNonNull(stdout);
        Objects.requireNonNull(stderr);
    }
}
