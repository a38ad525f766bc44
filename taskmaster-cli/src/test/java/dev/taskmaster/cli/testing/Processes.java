package dev.taskmaster.cli.testing;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Statuses of processes that nobody started.
public final class Processes {
    /// When they were started.
    public static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

    private Processes() {}

    /// A process of the program that is named as its group is; alive ones have the pid 42.
    public static ProcessStatus process(String name, ProcessState state) {
        return process(name, state, "");
    }

    /// The same with a reason of a failure.
    public static ProcessStatus process(String name, ProcessState state, String reason) {
        var parsed = ProcessName.parse(name);
        return new ProcessStatus(
                parsed,
                parsed.group(),
                state,
                state.isAlive() ? 42 : 0,
                Optional.of(STARTED),
                Optional.empty(),
                Optional.empty(),
                reason,
                0,
                Optional.empty(),
                Optional.of(Path.of("/logs", parsed.process())),
                Optional.empty());
    }

    /// The same without any log.
    public static ProcessStatus withoutLog(ProcessStatus p) {
        return new ProcessStatus(
                p.name(),
                p.program(),
                p.state(),
                p.pid(),
                p.started(),
                p.stopped(),
                p.exitStatus(),
                p.reason(),
                p.tries(),
                p.nextStart(),
                Optional.empty(),
                Optional.empty());
    }
}
