package dev.taskmaster.simulation;

import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// Runs processes in virtual time, and badly: they start late or not at all, die at any moment and
/// ignore signals. Only SIGKILL can be relied on, but for what belongs to somebody else and cannot
/// be signalled at all. It tells an [Observer] what a launcher would tell, and does not stand for
/// being misused.
final class Kernel {
    /// A process is reported dead within this time after a SIGKILL.
    static final Duration KILL_MAX = Duration.ofMillis(100);

    private static final Duration LATENCY_MAX = Duration.ofSeconds(3);

    private final Chance chance;
    private final Observer observer;
    private final Map<Integer, Child> children = new TreeMap<>();
    private final PriorityQueue<Plan> plans = new PriorityQueue<>(Plan.ORDER);
    private Weather weather;
    private Duration now = Duration.ZERO;
    private long lastPlan;
    private long lastPid = 99;

    Kernel(Chance chance, Observer observer) {
        this.chance = chance;
        this.observer = observer;
        this.weather = Weather.any(chance);
    }

    /// Is told what becomes of a launch.
    interface Observer {
        void spawned(int id, long pid);

        void failed(int id, String reason);

        void exited(int id, ExitStatus status);

        void killRefused(int id, String reason);
    }

    /// How likely trouble is.
    private record Weather(
            double spawnFails, double deathSoon, double stubborn, double immune, int latencyMax) {
        static final Weather CALM = new Weather(0, 0, 0.3, 0, 1);

        static Weather any(Chance chance) {
            return new Weather(
                    chance.any(0.0, 0.1, 0.6),
                    chance.any(0.0, 0.1, 0.5, 0.9),
                    chance.any(0.0, 0.3, 1.0),
                    chance.any(0.0, 0.0, 0.0, 0.5),
                    chance.any(0, 10, (int) LATENCY_MAX.toMillis()));
        }
    }

    private record Plan(Duration at, long number, Runnable happening) {
        private static final Comparator<Plan> ORDER =
                Comparator.comparing(Plan::at).thenComparingLong(Plan::number);
    }

    /// One launch, from the request until it is released.
    private static final class Child {
        final int id;
        final ProcessSpec spec;
        final boolean stubborn;

        /// Whether no signal is let through to it.
        final boolean immune;

        long pid;
        boolean alive;
        boolean reaped;

        Child(int id, ProcessSpec spec, boolean stubborn, boolean immune) {
            this.id = id;
            this.spec = spec;
            this.stubborn = stubborn;
            this.immune = immune;
        }
    }

    // Time.

    Optional<Duration> next() {
        return Optional.ofNullable(plans.peek()).map(Plan::at);
    }

    void now(Duration uptime) {
        now = uptime;
    }

    /// Lets the next thing happen.
    void happen() {
        plans.remove().happening().run();
    }

    void changeWeather() {
        weather = Weather.any(chance);
    }

    /// From now on every spawn succeeds, and nobody dies unasked; what cannot be signalled ends by
    /// itself before long.
    void calmDown() {
        weather = Weather.CALM;
        for (var child : children.values()) {
            if (child.immune) {
                var spawned = LATENCY_MAX.plus(chance.millisUpTo(20_000));
                in(spawned, () -> die(child, anyStatus()));
            }
        }
    }

    private boolean isCalm() {
        return weather == Weather.CALM;
    }

    private void in(Duration delay, Runnable happening) {
        plans.add(new Plan(now.plus(delay), ++lastPlan, happening));
    }

    // What a launcher is asked for.

    void launch(int id, ProcessSpec spec) {
        for (var other : children.values()) {
            Violation.unless(
                    other.id != id && !other.spec.identity().equals(spec.identity()),
                    "%s is launched while pid %d of it is still there",
                    spec.name(),
                    other.pid);
        }
        var child = new Child(id, spec, chance.of(weather.stubborn()), chance.of(weather.immune()));
        children.put(id, child);
        in(chance.millisUpTo(weather.latencyMax()), () -> spawn(child));
    }

    void signal(int id, Signal signal, boolean group) {
        var child = children.get(id);
        Violation.unless(
                child != null && child.pid != 0, "%s is sent to process %d, not there", signal, id);
        if (child.immune && child.alive) {
            if (signal.equals(Signal.KILL) && !group) {
                in(Duration.ZERO, () -> observer.killRefused(id, "Operation not permitted"));
            }
        } else if (signal.equals(Signal.KILL)) {
            in(chance.millisUpTo(10), () -> die(child, new ExitStatus.Signalled(signal, false)));
        } else if (!child.stubborn && chance.of(endsProcesses(signal) ? 1 : 0.2)) {
            var status = chance.of(0.5) ? anyStatus() : new ExitStatus.Signalled(signal, false);
            in(chance.millisUpTo(2000), () -> die(child, status));
        }
    }

    void release(int id) {
        var child = children.remove(id);
        Violation.unless(child != null && child.reaped, "process %d is released alive", id);
    }

    private static boolean endsProcesses(Signal signal) {
        return List.of(Signal.TERM, Signal.INT, Signal.QUIT).contains(signal);
    }

    // What becomes of it.

    private void spawn(Child child) {
        if (chance.of(weather.spawnFails())) {
            children.remove(child.id);
            observer.failed(child.id, "no such file: /bin/" + child.spec.program());
            return;
        }
        child.pid = ++lastPid;
        child.alive = true;
        if (chance.of(weather.deathSoon())) {
            dieUnasked(child, chance.any(0, 90, 1100, 6000));
        } else if (chance.of(0.3)) {
            dieUnasked(child, 60_000);
        }
        observer.spawned(child.id, child.pid);
    }

    private void dieUnasked(Child child, int millisMax) {
        var status = anyStatus();
        Runnable death =
                () -> {
                    if (!isCalm()) {
                        die(child, status);
                    }
                };
        in(chance.millisUpTo(millisMax), death);
    }

    private void die(Child child, ExitStatus status) {
        if (!child.alive) {
            return;
        }
        child.alive = false;
        in(chance.millisUpTo(50), () -> reap(child, status));
    }

    private void reap(Child child, ExitStatus status) {
        child.reaped = true;
        observer.exited(child.id, status);
        Violation.unless(children.get(child.id) != child, "the exit of pid %d is lost", child.pid);
    }

    private ExitStatus anyStatus() {
        return switch (chance.upTo(5)) {
            case 0, 1 -> new ExitStatus.Code(0);
            case 2 -> new ExitStatus.Code(2);
            case 3 -> new ExitStatus.Signalled(new Signal(11), true);
            case 4 -> new ExitStatus.Unknown();
            default -> new ExitStatus.Code(1);
        };
    }

    /// Kills one of the processes, if there is one, as somebody else might.
    void killOne() {
        var alive = children.values().stream().filter(child -> child.alive).toList();
        if (!alive.isEmpty()) {
            die(chance.any(alive), new ExitStatus.Signalled(Signal.KILL, false));
        }
    }

    // What there is.

    /// Whether nothing is left but what cannot be signalled.
    boolean isEmpty() {
        return children.values().stream().allMatch(child -> child.immune);
    }

    /// Whether the process of this pid lives, or has died and was not reaped yet.
    boolean has(long pid) {
        return children.values().stream().anyMatch(child -> child.pid == pid && !child.reaped);
    }
}
