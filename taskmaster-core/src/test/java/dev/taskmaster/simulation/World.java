package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.spec.Signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A random world around a real engine: processes that misbehave, people who command, clocks that
/// jump, all from one seed.
final class World {
    /// The loop may be this late to notice that time has passed.
    static final int LATE_MILLIS_MAX = 300;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Chance chance;
    private final Daemon daemon;
    private final Kernel kernel;
    private final Programs programs;
    private Duration uptime = Duration.ofHours(1);
    private Duration wallAhead = Duration.ZERO;
    private long lastTicket;

    World(long seed) {
        chance = new Chance(seed);
        daemon = new Daemon(chance, this::now);
        kernel = daemon.kernel();
        programs = new Programs(chance);
    }

    /// {@return how many times the engine was called}
    int steps() {
        return daemon.story().size();
    }

    /// {@return the last lines of the story}
    String story(int linesMax) {
        return daemon.story().stream()
                .skip(Math.max(0, steps() - linesMax))
                .map(Line::toString)
                .collect(Collectors.joining("\n"));
    }

    /// Lives for about so many steps, calms down, and shuts down.
    ///
    /// @throws Violation if the engine breaks a rule
    void live(int steps) {
        survive(this::apply);
        while (steps() < steps) {
            survive(this::act);
        }
        daemon.spare();
        daemon.clearDisk();
        if (chance.of(0.8)) {
            kernel.calmDown();
            letPass(LONG);
            daemon.invariants().allIsWell(kernel);
        }
        shutDown();
    }

    void end() {
        daemon.close();
    }

    /// Does something; and if the supervisor dies of it, has another go on, who does the same as
    /// the first one did when it came.
    private void survive(Runnable deed) {
        try {
            deed.run();
        } catch (Daemon.Death e) {
            letPassUnseen(chance.any(chance.millisUpTo(50), chance.millisUpTo(60_000)));
            if (chance.of(0.3)) {
                programs.change();
            }
            survive(
                    () -> {
                        daemon.revive();
                        letPass(chance.any(Duration.ZERO, chance.millisUpTo(1000)));
                        apply();
                        if (chance.of(0.1)) {
                            shutDownAndDie();
                        }
                    });
        }
    }

    private void act() {
        switch (chance.upTo(26)) {
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
            case 18, 19 -> daemon.doom(chance.upTo(10));
            case 20 -> standStill(chance.millisUpTo(60_000));
            case 21 -> daemon.fillDisk();
            case 22 -> daemon.clearDisk();
            case 23 -> {
                if (chance.of(0.1)) {
                    shutDownAndDie();
                }
            }
            case 24 -> reloadStorm();
            default -> letPass(chance.millisUpTo(100));
        }
    }

    private void apply() {
        command(new Command.Apply(ticket(), programs.list()));
    }

    private void applyChange() {
        programs.change();
        apply();
    }

    private void reloadStorm() {
        for (var i = chance.upTo(20); i > 0; i--) {
            applyChange();
            letPass(chance.any(Duration.ZERO, chance.millisUpTo(200)));
        }
    }

    /// SIGSTOP, or a machine that sleeps: then all is late at once.
    private void standStill(Duration duration) {
        daemon.tell("the supervisor stands still");
        kernel.supervisorStandsStill();
        letPassUnseen(duration);
        daemon.invariants().supervisorStoodStill(duration);
        kernel.supervisorGoesOn();
        daemon.advance();
    }

    private void shutDownAndDie() {
        command(new Command.Shutdown(ticket()));
        letPass(chance.millisUpTo(3000));
        if (chance.of(0.3)) {
            hurry();
            letPass(chance.millisUpTo(500));
        }
        throw daemon.die();
    }

    private void hurry() {
        kernel.supervisorHurries();
        command(new Command.Shutdown(ticket()));
    }

    /// A reload right after another changes nothing.
    private void applySame() {
        apply();
        var again = new Command.Apply(ticket(), programs.list());
        daemon.invariants().nothingBut(again, command(again));
    }

    private void shutDown() {
        command(new Command.Shutdown(ticket()));
        if (chance.of(0.3)) {
            letPass(chance.millisUpTo(3000));
            hurry();
        }
        if (chance.of(0.3)) {
            command(new Command.Start(ticket(), names(), true));
            apply();
        }
        letPass(LONG);
        Violation.unless(kernel.isEmpty(), "something lives on after the shutdown");
        daemon.invariants().allIsOver();
        command(new Command.Restart(ticket(), List.of("all")));
        letPass(LONG);
        daemon.invariants().allIsOver();
    }

    /// Names of one process, a group, all, or none.
    private List<String> names() {
        var names = new ArrayList<String>();
        do {
            names.add(daemon.invariants().published().isEmpty() ? "nosuch" : name());
        } while (chance.of(0.3));
        return names;
    }

    private String name() {
        var process = chance.any(daemon.invariants().published()).name();
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
            var woken = daemon.nextDeadline().map(this::perhapsLate);
            var happening = kernel.next();
            var next = earliest(woken, happening).filter(at -> at.compareTo(end) <= 0);
            if (next.isEmpty()) {
                break;
            }
            pass(next.get());
            if (happening.equals(next)) {
                kernel.happen();
            } else {
                daemon.advance();
            }
        }
        pass(end);
    }

    /// Only the processes live on.
    private void letPassUnseen(Duration duration) {
        var end = uptime.plus(duration);
        for (var at = kernel.next();
                at.filter(it -> it.compareTo(end) <= 0).isPresent();
                at = kernel.next()) {
            pass(at.get());
            kernel.happen();
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

    private List<Effect> command(Command command) {
        return daemon.command(command);
    }

    private Moment now() {
        return new Moment(uptime, Instant.EPOCH.plus(uptime).plus(wallAhead));
    }

    private long ticket() {
        return ++lastTicket;
    }
}
