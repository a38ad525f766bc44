package dev.taskmaster.launch;

import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.ProcessName;

import java.util.Map;
import java.util.Objects;

/// One process to start.
///
/// @param name its name, for messages
/// @param spec what to start it with
/// @param environment its whole environment: what it inherits, and `spec.env()` over it
/// @param stdout takes its stdout, if `spec.stdout()` is [dev.taskmaster.spec.Output.Rotated]; the
///   launcher itself sees to every other kind
/// @param stderr takes its stderr in the same way
public record LaunchRequest(
        ProcessName name,
        LaunchSpec spec,
        Map<String, String> environment,
        OutputSink stdout,
        OutputSink stderr) {
    public LaunchRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(spec);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(stdout);
        Objects.requireNonNull(stderr);
    }
}
