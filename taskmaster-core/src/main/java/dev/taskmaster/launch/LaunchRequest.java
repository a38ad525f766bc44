package dev.taskmaster.launch;

import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Resource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
/// @param killTree whether a signal may be sent to all that descends from it
///   ([RunningProcess.Target#TREE]), which has to be kept in sight for that
/// @param keep if the process is to outlive the supervisor: where the launcher keeps what finds it
///   again, as the beginning of paths that no other launch has, in a folder that exists. It reaches
///   the process as the variable [#KEEP_VARIABLE]. Empty if nothing needs to be kept
public record LaunchRequest(
        ProcessName name,
        LaunchSpec spec,
        Map<String, String> environment,
        Map<Resource, Limit> limits,
        OutputSink stdout,
        OutputSink stderr,
        boolean killTree,
        Optional<Path> keep) {
    /// The variable of the environment that marks what was launched with a `keep`.
    public static final String KEEP_VARIABLE = "TASKMASTER_KEEP";

    public LaunchRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(spec);
        environment = Map.copyOf(environment);
        limits = Map.copyOf(limits);
        Objects.requireNonNull(stdout);
        Objects.requireNonNull(stderr);
        Objects.requireNonNull(keep);
    }
}
