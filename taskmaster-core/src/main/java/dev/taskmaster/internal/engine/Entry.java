package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the engine holds of one process: its machine, its phase, its history, and who waits for it.
///
/// The history is told by the events alone, so that what the status says is what the events said.
final class Entry {
    final int id;
    ProcessMachine machine;
    Phase phase = new Phase.Stopped(Streak.NONE);

    /// Whether it is forgotten as soon as it is down.
    boolean leaving;

    /// Whether it was ever started or stopped, so that its configuration alone decides no more.
    boolean touched;

    /// When the phase ends by itself, as the engine has it in its list of deadlines.
    Optional<Duration> deadline = Optional.empty();

    private final List<Wait> waits = new ArrayList<>(0);
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> stopped = Optional.empty();
    private Optional<ExitStatus> exitStatus = Optional.empty();
    private Optional<Instant> nextStart = Optional.empty();
    private Optional<Path> stdout;
    private Optional<Path> stderr;
    private String reason = "";
    private int tries;

    Entry(int id, ProcessSpec spec) {
        this.id = id;
        this.machine = new ProcessMachine(id, spec, true);
        this.stdout = spec.launch().stdout().file();
        this.stderr = spec.launch().stderr().file();
    }

    /// One that an earlier engine had.
    Entry(Remembered memory) {
        var life = memory.life();
        this.id = memory.id();
        this.machine = new ProcessMachine(id, memory.spec(), life.mayRestart());
        this.phase = life.phase();
        this.leaving = life.leaving();
        this.touched = life.touched();
        this.started = life.started();
        this.stopped = life.stopped();
        this.exitStatus = life.exitStatus();
        this.nextStart = life.nextStart();
        this.stdout = life.stdout();
        this.stderr = life.stderr();
        this.reason = life.reason();
        this.tries = life.tries();
    }

    Remembered remembered() {
        return new Remembered(
                id,
                spec(),
                new Remembered.Life(
                        phase,
                        leaving,
                        touched,
                        machine.mayRestart(),
                        started,
                        stopped,
                        exitStatus,
                        nextStart,
                        stdout,
                        stderr,
                        reason,
                        tries));
    }

    ProcessSpec spec() {
        return machine.spec();
    }

    ProcessName name() {
        return machine.spec().name();
    }

    void become(ProcessSpec spec) {
        machine = new ProcessMachine(id, spec, machine.mayRestart());
    }

    void neverRestart() {
        machine = new ProcessMachine(id, machine.spec(), false);
    }

    /// Whether those that depend on it may go on: it is up, or it has done its work.
    boolean isThere() {
        return phase instanceof Phase.Running
                || phase instanceof Phase.Exited(_, var expected) && expected;
    }

    /// @param event what the machine announces
    void remember(SupervisorEvent.ProcessEvent event) {
        nextStart = Optional.empty();
        switch (event) {
            case SupervisorEvent.Starting starting -> {
                // The files of this launch: a renamed process goes on writing to its old ones.
                stdout = spec().launch().stdout().file();
                stderr = spec().launch().stderr().file();
                started = Optional.of(starting.at());
                reason = "";
                tries = starting.tries();
                touched = true;
            }
            case SupervisorEvent.Running _ -> tries = 0;
            case SupervisorEvent.BackingOff backingOff -> {
                reason = backingOff.reason();
                tries = backingOff.tries();
                nextStart = Optional.of(backingOff.at().plus(backingOff.delay()));
            }
            case SupervisorEvent.Fatal fatal -> reason = fatal.reason();
            case SupervisorEvent.Unknown unknown -> reason = unknown.reason();
            case SupervisorEvent.Ended ended -> {
                stopped = Optional.of(ended.at());
                exitStatus = Optional.of(ended.status());
            }
            case SupervisorEvent.Stopping _, SupervisorEvent.Stopped _ -> {
                reason = "";
                touched = true;
            }
            case SupervisorEvent.Spawned _,
                    SupervisorEvent.Adopted _,
                    SupervisorEvent.Exited _,
                    SupervisorEvent.Killing _,
                    SupervisorEvent.Signalled _,
                    SupervisorEvent.Added _,
                    SupervisorEvent.Removed _,
                    SupervisorEvent.Renamed _,
                    SupervisorEvent.OutputHeld _,
                    SupervisorEvent.OutputResumed _ -> {}
        }
    }

    /// The limits of its log files as they are wanted now: of those that this launch writes to.
    List<Effect> limits() {
        var launch = spec().launch();
        return Stream.of(limit(stdout, launch.stdout()), limit(stderr, launch.stderr()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Effect> limit(Optional<Path> file, Output wanted) {
        return file.flatMap(path -> wanted.limits().map(r -> new Effect.Limit(path, r)));
    }

    void enter(Phase next) {
        if (phase instanceof Phase.Waiting) {
            reason = "";
        }
        phase = next;
    }

    /// Why it is not up.
    ///
    /// @return whether that is news
    boolean because(String newReason) {
        var news = !newReason.equals(reason);
        reason = newReason;
        return news;
    }

    ProcessStatus status() {
        return new ProcessStatus(
                name(),
                spec().program(),
                phase.state(),
                phase.pid(),
                started,
                stopped,
                exitStatus,
                reason,
                tries,
                nextStart,
                stdout,
                stderr);
    }

    // Who waits for it.

    /// Makes the command wait until the goal is reached, or will not be.
    void await(Pending pending, Goal goal) {
        waits.add(new Wait(pending, pending.expect(), goal));
    }

    /// Tells those who wait for what has become of it by now.
    void settleWaits() {
        waits.removeIf(
                wait -> {
                    var result = wait.goal().resultIn(phase);
                    result.ifPresent(r -> wait.pending().settle(wait.index(), outcome(r)));
                    return result.isPresent();
                });
    }

    /// Tells all who wait that it cannot come up by itself.
    void giveUpWaits() {
        for (var wait : waits) {
            wait.pending().settle(wait.index(), outcome(Result.SPAWN_ERROR));
        }
        waits.clear();
    }

    Outcome outcome(Result result) {
        var failed = result == Result.SPAWN_ERROR || result == Result.FAILED;
        return new Outcome(name().toString(), result, failed ? reason : "");
    }

    /// @param index the place of this process among the outcomes of the command
    private record Wait(Pending pending, int index, Goal goal) {}
}
