package dev.taskmaster.simulation;

import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ExitStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// One launch, from the request until it is released.
final class Child {
    final ProcessSpec spec;
    final Path keep;
    final boolean stubborn;

    /// Whether no signal is let through to it.
    final boolean immune;

    int id;
    long pid;
    boolean alive;

    /// Whether the supervisor knows that it lives, or has lived.
    boolean told;

    /// Whether it was ever asked to end.
    boolean asked;

    boolean reaped;

    /// When a later supervisor has found it. What it asked for may be overdue by then.
    Optional<Duration> found = Optional.empty();

    Optional<ExitStatus> end = Optional.empty();

    Child(int id, ProcessSpec spec, Path keep, boolean stubborn, boolean immune) {
        this.id = id;
        this.spec = spec;
        this.keep = keep;
        this.stubborn = stubborn;
        this.immune = immune;
    }
}
