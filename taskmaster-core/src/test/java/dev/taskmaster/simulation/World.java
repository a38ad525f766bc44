package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Engine;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A random world around a real engine: processes that misbehave, people who command, clocks that
/// jump, all from one seed. It plays the loop's part; [Invariants] watches every step.
final class World implements Kernel.Observer {
    /// The loop may be this late to notice that time has passed.
    static final int LATE_MILLIS_MAX = 300;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Engine engine = new Engine();
    private final Invariants invariants = new Invariants();
    private final List<Line> story = new ArrayList<>();
    private final Chance chance;
    private final Kernel kernel;
    private final Programs programs;
    private Duration uptime = Duration.ofHours(1);
    private Duration wallAhead = Duration.ZERO;
    private long lastTicket;

    World(long seed) {
        chance = new Chance(seed);
        kernel = new Kernel(chance, this);
        programs = new Programs(chance);
    }

    /// What happened and what the engine did about it.
    private record Line(Duration uptime, Object happened, List<Effect> effects) {
        @Override
        public String toString() {
            return effects.stream()
                    .map(effect -> "\n      " + Words.of(effect))
                    .collect(Collectors.joining("", uptime + "  " + Words.of(happened), ""));
        }
    }

    /// {@return how many times the engine was called}
    int steps() {
        return story.size();
    }

    /// {@return the last lines of the story}
    String story(int linesMax) {
        return story.stream()
                .skip(Math.max(0, story.size() - linesMax))
                .map(Line::toString)
                .collect(Collectors.joining("\n"));
    }

    /// Lives for about so many steps, calms down, and shuts down.
    ///
    /// @throws Violation if the engine breaks a rule
    void live(int steps) {
        command(new Command.Apply(ticket(), programs.list()));
        while (story.size() < steps) {
            act();
        }
        if (chance.of(0.8)) {
            kernel.calmDown();
            letPass(LONG);
            invariants.allIsWell();
        }
        shutDown();
    }

    private void act() {
        switch (chance.upTo(20)) {
            case 0 -> kernel.killOne();
            case 1 -> kernel.changeWeather();
            case 2 -> wallAhead = Duration.ofHours(chance.upTo(48) - 24L);
            case 3, 4 -> applyChange();
            case 5 -> applySame();
            case 6 -> command(new Command.Add(ticket(), programs.one()));
            // One name: what a second one means depends on what the first one removed.
            case 7 -> command(new Command.Remove(ticket(), List.of(names().getFirst())));
            case 8, 9 -> command(new Command.Start(ticket(), names(), chance.of(0.5)));
            case 10, 11 -> command(new Command.Stop(ticket(), names(), chance.of(0.5)));
            case 12 -> command(new Command.Restart(ticket(), names()));
            case 13 -> command(new Command.Send(ticket(), Signal.HUP, names()));
            case 14 -> command(new Command.Write(ticket(), names().getFirst(), new byte[0]));
            case 15 -> letPass(chance.millisUpTo(20_000));
            case 16, 17 -> letPass(chance.millisUpTo(1500));
            default -> letPass(chance.millisUpTo(100));
        }
    }

    private void applyChange() {
        programs.change();
        command(new Command.Apply(ticket(), programs.list()));
    }

    /// A reload right after another changes nothing.
    private void applySame() {
        command(new Command.Apply(ticket(), programs.list()));
        var again = new Command.Apply(ticket(), programs.list());
        invariants.nothingBut(again, command(again));
    }

    private void shutDown() {
        command(new Command.Shutdown(ticket()));
        if (chance.of(0.3)) {
            letPass(chance.millisUpTo(3000));
            command(new Command.Shutdown(ticket()));
        }
        if (chance.of(0.3)) {
            command(new Command.Start(ticket(), names(), true));
            command(new Command.Apply(ticket(), programs.list()));
        }
        letPass(LONG);
        Violation.unless(kernel.isEmpty(), "something lives on after the shutdown");
        invariants.allIsOver();
        command(new Command.Restart(ticket(), List.of("all")));
        letPass(LONG);
        invariants.allIsOver();
    }

    /// Names of one process, a group, all, or none.
    private List<String> names() {
        var names = new ArrayList<String>();
        do {
            names.add(invariants.published().isEmpty() ? "nosuch" : name());
        } while (chance.of(0.3));
        return names;
    }

    private String name() {
        var process = chance.any(invariants.published()).name();
        return switch (chance.upTo(9)) {
            case 0 -> "all";
            case 1 -> process.group() + ":*";
            case 2 -> process.group() + ":";
            case 3 -> process.process();
            case 4 -> "nosuch";
            default -> process.group() + ":" + process.process();
        };
    }

    // The loop's part.

    private void letPass(Duration duration) {
        var end = uptime.plus(duration);
        while (true) {
            var woken = engine.nextDeadline().map(this::perhapsLate);
            var happening = kernel.next();
            var next = earliest(woken, happening).filter(at -> at.compareTo(end) <= 0);
            if (next.isEmpty()) {
                break;
            }
            pass(next.get());
            if (happening.equals(next)) {
                kernel.happen();
            } else {
                advance();
            }
        }
        pass(end);
    }

    private Duration perhapsLate(Duration deadline) {
        return chance.of(0.2) ? deadline.plus(chance.millisUpTo(LATE_MILLIS_MAX)) : deadline;
    }

    private static Optional<Duration> earliest(Optional<Duration> a, Optional<Duration> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return a.get().compareTo(b.get()) < 0 ? a : b;
    }

    private void pass(Duration at) {
        uptime = at.compareTo(uptime) > 0 ? at : uptime;
        kernel.now(uptime);
    }

    private void advance() {
        step("time passes", () -> engine.advance(now()));
        Violation.unless(
                engine.nextDeadline().filter(at -> at.compareTo(uptime) <= 0).isEmpty(),
                "the next deadline is over already: %s",
                engine.nextDeadline());
    }

    /// Time passes first, so that what the command does is what the command did.
    private List<Effect> command(Command command) {
        advance();
        invariants.commanded(command);
        return step(command, () -> engine.on(command, now()));
    }

    @Override
    public void spawned(int id, long pid) {
        step("process " + id + " spawned: pid " + pid, () -> engine.spawned(id, pid, now()));
    }

    @Override
    public void failed(int id, String reason) {
        step(
                "process " + id + " could not be spawned",
                () -> engine.spawnFailed(id, reason, now()));
    }

    @Override
    public void exited(int id, ExitStatus status) {
        step("process " + id + ": " + status, () -> engine.exited(id, status, "", now()));
    }

    @Override
    public void killRefused(int id, String reason) {
        step("process " + id + " cannot be killed", () -> engine.killRefused(id, reason, now()));
    }

    private List<Effect> step(Object happened, Supplier<List<Effect>> engineCall) {
        story.add(new Line(uptime, happened, List.of()));
        var effects = engineCall.get();
        story.set(story.size() - 1, new Line(uptime, happened, effects));
        invariants.check(effects, uptime);
        effects.forEach(this::interpret);
        return effects;
    }

    private void interpret(Effect effect) {
        switch (effect) {
            case Effect.Launch(var id, var spec) -> kernel.launch(id, spec);
            case Effect.Send(var id, var signal, var reach) ->
                    kernel.signal(id, signal, reach != Effect.Reach.PROCESS);
            case Effect.Request(_, _, var receivers) ->
                    receivers.forEach(to -> kernel.signal(to.id(), to.signalled().signal(), false));
            case Effect.Release(var id) -> kernel.release(id);
            case Effect.Remember _,
                    Effect.Erase _,
                    Effect.Adopt _,
                    Effect.Write _,
                    Effect.Limit _,
                    Effect.Publish _,
                    Effect.Forget _,
                    Effect.Announce _,
                    Effect.Reply _,
                    Effect.Applied _,
                    Effect.Refuse _,
                    Effect.Finish _ -> {}
        }
    }

    private Moment now() {
        return new Moment(uptime, Instant.EPOCH.plus(uptime).plus(wallAhead));
    }

    private long ticket() {
        return ++lastTicket;
    }
}
