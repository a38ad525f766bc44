package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Effect.Announce;
import dev.taskmaster.internal.engine.Effect.Launch;
import dev.taskmaster.internal.engine.Effect.Reach;
import dev.taskmaster.internal.engine.Effect.Release;
import dev.taskmaster.internal.engine.Effect.Send;
import dev.taskmaster.internal.engine.Input.Await;
import dev.taskmaster.internal.engine.Input.DeadlineReached;
import dev.taskmaster.internal.engine.Input.Kill;
import dev.taskmaster.internal.engine.Input.KillRefused;
import dev.taskmaster.internal.engine.Input.Restart;
import dev.taskmaster.internal.engine.Input.SpawnFailed;
import dev.taskmaster.internal.engine.Input.Spawned;
import dev.taskmaster.internal.engine.Input.Start;
import dev.taskmaster.internal.engine.Input.Stop;
import dev.taskmaster.internal.engine.Phase.Wish;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The life of one process: from phase and input to the next phase and what to do.
///
/// The rules are supervisord's (docs/subprocess.rst and process.py), but for what
/// [dev.taskmaster.spec.Backoff.Exponential] and [dev.taskmaster.spec.StopPolicy#sweep] add. Waits
/// are derived from the phase and the specification as it is now, so a change of policy reaches a
/// live process at once.
///
/// @param id the engine's number for the process
/// @param spec what is wanted
/// @param mayRestart whether it is started again when it ends by itself; not so during a shutdown
record ProcessMachine(int id, ProcessSpec spec, boolean mayRestart) {
    /// supervisord's own words: its clients show them and look for them.
    static final String TOO_QUICK = "Exited too quickly (process log may have details)";

    /// A process that survives SIGKILL is killed again after its stoptime, but not more often.
    private static final Duration KILL_AGAIN_MIN = Duration.ofSeconds(1);

    Step on(Phase phase, Input input, Moment now) {
        return switch (phase) {
            case Phase.Stopped(var streak) -> whileStopped(phase, streak, input, now);
            case Phase.Waiting _ -> whileWaiting(phase, input, now);
            case Phase.Spawning spawning -> whileSpawning(spawning, input, now);
            case Phase.Starting starting -> whileStarting(starting, input, now);
            case Phase.Running running -> whileRunning(running, input, now);
            case Phase.Backoff backoff -> whileBackingOff(backoff, input, now);
            case Phase.Stopping stopping -> whileStopping(stopping, input, now);
            case Phase.Unknown unknown -> whileUnknown(unknown, input, now);
            case Phase.Exited _, Phase.Fatal _ -> whileStopped(phase, Streak.NONE, input, now);
        };
    }

    /// The moment, by uptime, at which the phase ends by itself.
    Optional<Duration> deadline(Phase phase) {
        return switch (phase) {
            case Phase.Starting(_, _, var since) ->
                    Optional.of(since.plus(spec.start().startTime()));
            case Phase.Backoff(_, var until) -> Optional.of(until);
            case Phase.Stopping stopping -> Optional.of(patience(stopping));
            case Phase.Stopped _,
                    Phase.Waiting _,
                    Phase.Spawning _,
                    Phase.Running _,
                    Phase.Unknown _,
                    Phase.Exited _,
                    Phase.Fatal _ ->
                    Optional.empty();
        };
    }

    private Duration patience(Phase.Stopping stopping) {
        var stopTime = spec.stop().stopTime();
        var again = stopping.killed() && stopTime.compareTo(KILL_AGAIN_MIN) < 0;
        return stopping.since().plus(again ? KILL_AGAIN_MIN : stopTime);
    }

    private Step whileStopped(Phase phase, Streak streak, Input input, Moment now) {
        return switch (input) {
            case Start(), Restart() -> launch(phase.state(), streak, now);
            case Await() ->
                    phase instanceof Phase.Stopped
                            ? Step.to(new Phase.Waiting())
                            : Step.to(new Phase.Waiting(), stopped(0, phase.state(), now));
            case Stop(),
                    Kill(),
                    Spawned _,
                    SpawnFailed _,
                    Input.Exited _,
                    KillRefused _,
                    DeadlineReached() ->
                    Step.to(phase);
        };
    }

    private Step whileWaiting(Phase phase, Input input, Moment now) {
        return switch (input) {
            case Start() -> launch(phase.state(), Streak.NONE, now);
            case Stop(), Kill() -> Step.to(new Phase.Stopped(Streak.NONE));
            case Await(),
                    Restart(),
                    Spawned _,
                    SpawnFailed _,
                    Input.Exited _,
                    KillRefused _,
                    DeadlineReached() ->
                    Step.to(phase);
        };
    }

    private Step whileSpawning(Phase.Spawning phase, Input input, Moment now) {
        return switch (input) {
            case Start(), Await() ->
                    wish(phase, phase.wish() == Wish.RUN ? Wish.RUN : Wish.RESTART, now);
            case Restart() -> wish(phase, Wish.RESTART, now);
            case Stop() -> wish(phase, phase.wish() == Wish.KILL ? Wish.KILL : Wish.STOP, now);
            case Kill() -> wish(phase, Wish.KILL, now);
            case Spawned(var pid) -> spawned(phase, pid, now);
            case SpawnFailed(var reason) -> notSpawned(phase, reason, now);
            case Input.Exited(_, var reason) ->
                    notSpawned(phase, reason.isEmpty() ? TOO_QUICK : reason, now).after(letGo());
            case KillRefused _, DeadlineReached() -> Step.to(phase);
        };
    }

    private Step wish(Phase.Spawning phase, Wish wish, Moment now) {
        var next = new Phase.Spawning(phase.streak(), wish);
        return phase.wish() == Wish.RUN && wish != Wish.RUN
                ? Step.to(next, stopping(phase.state(), 0, now))
                : Step.to(next);
    }

    private Step spawned(Phase.Spawning phase, long pid, Moment now) {
        var spawned = new Announce(new SupervisorEvent.Spawned(now.wall(), name(), pid));
        var since = now.uptime();
        var starting = new Phase.Starting(pid, phase.streak(), since);
        var stopping = new Phase.Stopping(pid, phase.wish() == Wish.RESTART, false, since);
        return switch (phase.wish()) {
            case RUN ->
                    spec.start().startTime().isZero()
                            ? up(starting, now).after(List.of(spawned))
                            : Step.to(starting, spawned);
            case STOP, RESTART -> Step.to(stopping, spawned, askToStop());
            case KILL -> killNow(stopping, now).after(List.of(spawned));
        };
    }

    private Step notSpawned(Phase.Spawning phase, String reason, Moment now) {
        return switch (phase.wish()) {
            case RUN -> failedToStart(phase.streak(), reason, now);
            case STOP, KILL -> down(phase, 0, Streak.NONE, now);
            case RESTART -> downOrUpAgain(phase, 0, true, now);
        };
    }

    private Step whileStarting(Phase.Starting phase, Input input, Moment now) {
        return switch (input) {
            case DeadlineReached() -> up(phase, now);
            case Input.Exited(var status, var reason) ->
                    failedToStart(phase.streak(), reason.isEmpty() ? TOO_QUICK : reason, now)
                            .after(gone(phase.pid(), status, now));
            case Stop() -> stop(phase, false, now);
            case Restart() -> stop(phase, true, now);
            case Kill() -> kill(phase, now);
            case Start(), Await(), Spawned _, SpawnFailed _, KillRefused _ -> Step.to(phase);
        };
    }

    private Step up(Phase.Starting phase, Moment now) {
        return Step.to(
                new Phase.Running(phase.pid(), phase.streak().crashes(), now.uptime()),
                new Announce(
                        new SupervisorEvent.Running(
                                now.wall(),
                                name(),
                                ProcessState.STARTING,
                                phase.pid(),
                                spec.start().startTime())));
    }

    private Step whileRunning(Phase.Running phase, Input input, Moment now) {
        return switch (input) {
            case Input.Exited(var status, _) ->
                    exited(phase, status, now).after(gone(phase.pid(), status, now));
            case Stop() -> stop(phase, false, now);
            case Restart() -> stop(phase, true, now);
            case Kill() -> kill(phase, now);
            case Start(), Await(), Spawned _, SpawnFailed _, KillRefused _, DeadlineReached() ->
                    Step.to(phase);
        };
    }

    private Step exited(Phase.Running phase, ExitStatus status, Moment now) {
        var expected = isExpected(status);
        var exited =
                new Announce(
                        new SupervisorEvent.Exited(
                                now.wall(),
                                name(),
                                ProcessState.RUNNING,
                                phase.pid(),
                                status,
                                expected));
        var restart =
                switch (spec.restart().autorestart()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case UNEXPECTED -> !expected;
                };
        return restart && mayRestart
                ? restart(phase, status, now).after(List.of(exited))
                : Step.to(new Phase.Exited(status, expected), exited);
    }

    /// At once after a healthy life; later and later while it keeps ending soon.
    private Step restart(Phase.Running phase, ExitStatus status, Moment now) {
        return switch (spec.restart().backoff()) {
            case Backoff.Linear() -> launch(ProcessState.EXITED, Streak.NONE, now);
            case Backoff.Exponential backoff -> {
                var healthy = now.uptime().minus(phase.since()).compareTo(backoff.reset()) >= 0;
                var crashes = healthy ? 1 : phase.crashes() + 1;
                var streak = new Streak(0, crashes);
                yield crashes == 1
                        ? launch(ProcessState.EXITED, streak, now)
                        : backOff(
                                ProcessState.EXITED,
                                streak,
                                crashes,
                                Waits.exponential(backoff, crashes - 1, name(), now),
                                "keeps ending: " + status,
                                now);
            }
        };
    }

    private Step failedToStart(Streak before, String reason, Moment now) {
        var streak = before.failedAgain();
        var tries = streak.failedStarts();
        if (tries > spec.start().startRetries() || !mayRestart) {
            // supervisord passes through BACKOFF here too, and its listeners are told so.
            return Step.to(
                            new Phase.Fatal(),
                            new Announce(
                                    new SupervisorEvent.Fatal(
                                            now.wall(), name(), ProcessState.BACKOFF, reason)))
                    .after(
                            backOff(
                                            ProcessState.STARTING,
                                            streak,
                                            tries,
                                            Duration.ZERO,
                                            reason,
                                            now)
                                    .effects());
        }
        var delay =
                switch (spec.restart().backoff()) {
                    case Backoff.Linear() -> Duration.ofSeconds(tries);
                    case Backoff.Exponential backoff ->
                            Waits.exponential(backoff, tries, name(), now);
                };
        return backOff(ProcessState.STARTING, streak, tries, delay, reason, now);
    }

    private Step backOff(
            ProcessState from,
            Streak streak,
            int tries,
            Duration delay,
            String reason,
            Moment now) {
        return Step.to(
                new Phase.Backoff(streak, now.uptime().plus(delay)),
                new Announce(
                        new SupervisorEvent.BackingOff(
                                now.wall(), name(), from, tries, delay, reason)));
    }

    private Step whileBackingOff(Phase.Backoff phase, Input input, Moment now) {
        return switch (input) {
            case DeadlineReached() -> launch(phase.state(), phase.streak(), now);
            case Restart() -> launch(phase.state(), Streak.NONE, now);
            case Stop(), Kill() ->
                    // supervisord keeps the count of failed starts, so we do in its mode.
                    down(
                            phase,
                            0,
                            spec.restart().backoff() instanceof Backoff.Linear
                                    ? phase.streak()
                                    : Streak.NONE,
                            now);
            case Start(), Await(), Spawned _, SpawnFailed _, Input.Exited _, KillRefused _ ->
                    Step.to(phase);
        };
    }

    private Step whileStopping(Phase.Stopping phase, Input input, Moment now) {
        return switch (input) {
            case Input.Exited(var status, _) ->
                    downOrUpAgain(phase, phase.pid(), phase.startAgain(), now)
                            .after(gone(phase.pid(), status, now));
            case DeadlineReached() -> killNow(phase, now);
            case Kill() -> killNow(phase.startingAgain(false), now);
            case Stop() -> Step.to(phase.startingAgain(false));
            case Start(), Await(), Restart() -> Step.to(phase.startingAgain(true));
            case KillRefused(var reason) ->
                    phase.killed() ? giveUp(phase, reason, now) : Step.to(phase);
            case Spawned _, SpawnFailed _ -> Step.to(phase);
        };
    }

    private Step giveUp(Phase.Stopping phase, String reason, Moment now) {
        return Step.to(
                new Phase.Unknown(phase.pid(), phase.startAgain()),
                new Announce(
                        new SupervisorEvent.Unknown(
                                now.wall(), name(), phase.state(), phase.pid(), reason)));
    }

    /// Every command to end it is a new attempt.
    private Step whileUnknown(Phase.Unknown phase, Input input, Moment now) {
        return switch (input) {
            case Input.Exited(var status, _) ->
                    downOrUpAgain(phase, phase.pid(), phase.startAgain(), now)
                            .after(gone(phase.pid(), status, now));
            case Stop() -> stop(phase, false, now);
            case Restart() -> stop(phase, true, now);
            case Kill() -> kill(phase, now);
            case Start(), Await() -> Step.to(new Phase.Unknown(phase.pid(), true));
            case Spawned _, SpawnFailed _, KillRefused _, DeadlineReached() -> Step.to(phase);
        };
    }

    private Step launch(ProcessState from, Streak streak, Moment now) {
        return Step.to(
                new Phase.Spawning(streak, Wish.RUN),
                new Announce(
                        new SupervisorEvent.Starting(
                                now.wall(), name(), from, streak.failedStarts())),
                new Launch(id, spec));
    }

    private Step stop(Phase alive, boolean startAgain, Moment now) {
        return Step.to(
                new Phase.Stopping(alive.pid(), startAgain, false, now.uptime()),
                stopping(alive.state(), alive.pid(), now),
                askToStop());
    }

    private Step kill(Phase alive, Moment now) {
        var stopping = new Phase.Stopping(alive.pid(), false, false, now.uptime());
        return killNow(stopping, now).after(List.of(stopping(alive.state(), alive.pid(), now)));
    }

    private Announce stopping(ProcessState from, long pid, Moment now) {
        return new Announce(
                new SupervisorEvent.Stopping(
                        now.wall(), name(), from, pid, spec.stop().stopSignal()));
    }

    private Send askToStop() {
        var reach = spec.stop().stopAsGroup() ? Reach.GROUP : Reach.PROCESS;
        return new Send(id, spec.stop().stopSignal(), reach);
    }

    private Step killNow(Phase.Stopping phase, Moment now) {
        var effects = new ArrayList<Effect>();
        effects.add(new Announce(new SupervisorEvent.Killing(now.wall(), name(), phase.pid())));
        effects.addAll(killSignals());
        return new Step(
                new Phase.Stopping(phase.pid(), phase.startAgain(), true, now.uptime()), effects);
    }

    private boolean isExpected(ExitStatus status) {
        return status instanceof ExitStatus.Code(var code)
                && spec.restart().exitCodes().contains(code);
    }

    private Send killAllOfIt() {
        return new Send(id, Signal.KILL, spec.stop().killTree() ? Reach.TREE : Reach.GROUP);
    }

    private List<Effect> killSignals() {
        // To the process itself too: it may have moved to another group.
        var itself = new Send(id, Signal.KILL, Reach.PROCESS);
        return spec.stop().killAsGroup() ? List.of(itself, killAllOfIt()) : List.of(itself);
    }

    /// What is done once more when it is found in this phase by a supervisor that takes over.
    List<Effect> again(Phase phase) {
        return switch (phase) {
            case Phase.Stopping stopping when stopping.killed() -> killSignals();
            case Phase.Stopping _ -> List.of(askToStop());
            case Phase.Stopped _,
                    Phase.Waiting _,
                    Phase.Spawning _,
                    Phase.Starting _,
                    Phase.Running _,
                    Phase.Backoff _,
                    Phase.Unknown _,
                    Phase.Exited _,
                    Phase.Fatal _ ->
                    List.of();
        };
    }

    /// Before it is released its process id, and so that of its group, is still its own: the one
    /// moment to kill what is left of the group without a chance to hit somebody else.
    private List<Effect> gone(long pid, ExitStatus status, Moment now) {
        var effects = new ArrayList<Effect>();
        effects.add(
                new Announce(
                        new SupervisorEvent.Ended(
                                now.wall(), name(), pid, status, isExpected(status))));
        effects.addAll(letGo());
        return effects;
    }

    private List<Effect> letGo() {
        return spec.stop().sweep()
                ? List.of(killAllOfIt(), new Release(id))
                : List.of(new Release(id));
    }

    private Step downOrUpAgain(Phase before, long pid, boolean again, Moment now) {
        var down = down(before, pid, Streak.NONE, now);
        return again && mayRestart
                ? launch(ProcessState.STOPPED, Streak.NONE, now).after(down.effects())
                : down;
    }

    private Step down(Phase before, long pid, Streak streak, Moment now) {
        return Step.to(new Phase.Stopped(streak), stopped(pid, before.state(), now));
    }

    private Announce stopped(long pid, ProcessState from, Moment now) {
        return new Announce(new SupervisorEvent.Stopped(now.wall(), name(), from, pid));
    }

    private ProcessName name() {
        return spec.name();
    }
}
