package dev.taskmaster.simulation;

import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs processes in virtual time, and badly: they start late or not at all, die at any moment and
/// ignore signals. Only SIGKILL can be relied on, but for what belongs to somebody else and cannot
/// be signalled at all. It tells an [Observer] what a launcher would tell, late sometimes, and does
/// not stand for being misused.
///
/// The supervisor may die, or stand still, and the processes go on: what a dead one would have been
/// told is lost, what one that stands still is told comes later.
final class Kernel {
    /// A process is reported dead within this time after a SIGKILL.
    static final Duration KILL_MAX = Duration.ofMillis(100);

    /// What is taken up is found, or not, within this time.
    static final Duration ADOPTION_MAX = Duration.ofMillis(500);

    private final Chance chance;
    private final Observer observer;

    /// Those that the supervisor has in hand, by its numbers for them.
    private final Map<Integer, Child> children = new TreeMap<>();

    /// Those that a supervisor has left behind, and none has taken up yet.
    private final List<Child> orphans = new ArrayList<>();

    /// The numbers of what is to be taken up, but was not found yet, or never will be.
    private final Set<Integer> missing = new HashSet<>();

    /// What is told to a supervisor that stands still, when it goes on.
    private final List<Runnable> reports = new ArrayList<>();

    private final PriorityQueue<Plan> plans = new PriorityQueue<>(Plan.ORDER);
    private Weather weather;
    private Duration now = Duration.ZERO;
    private boolean standsStill;
    private boolean hurried;
    private int lives;
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

        void adopted(int id, long pid);

        void notSpawned(int id);
    }

    private record Plan(Duration at, long number, Runnable happening) {
        private static final Comparator<Plan> ORDER =
                Comparator.comparing(Plan::at).thenComparingLong(Plan::number);
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
        for (var child : all().toList()) {
            if (child.immune) {
                var spawned = Weather.LATENCY_MAX.plus(chance.millisUpTo(20_000));
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

    /// Tells the supervisor something about a process, if it has that in hand.
    private void report(Child child, Runnable report) {
        report(
                () -> {
                    if (isInHand(child)) {
                        report.run();
                    }
                });
    }

    private void report(Runnable report) {
        if (standsStill) {
            reports.add(report);
        } else {
            report.run();
        }
    }

    private boolean isInHand(Child child) {
        return children.get(child.id) == child;
    }

    private Stream<Child> all() {
        return Stream.concat(children.values().stream(), orphans.stream());
    }

    // What becomes of the supervisor.

    /// It is told nothing for a while.
    void supervisorStandsStill() {
        standsStill = true;
    }

    /// It is told all at once.
    void supervisorGoesOn() {
        standsStill = false;
        while (!reports.isEmpty()) {
            reports.removeFirst().run();
        }
    }

    /// What it was just about to start may have been started.
    void supervisorDied() {
        lives++;
        standsStill = false;
        hurried = false;
        reports.clear();
        missing.clear();
        for (var child : children.values()) {
            if (child.pid == 0 && chance.of(0.3)) {
                live(child);
            }
            if (child.alive) {
                orphans.add(child);
            }
        }
        children.clear();
    }

    /// Another one knows of these.
    ///
    /// @param behind whether the last one could not write down all that it did
    void supervisorIsBack(Collection<Path> keeps, boolean behind) {
        for (var child : orphans) {
            Violation.unless(
                    behind || keeps.contains(child.keep),
                    "nobody knows of pid %d, %s, any more",
                    child.pid,
                    child.spec.name());
        }
        orphans.removeIf(child -> !keeps.contains(child.keep));
    }

    /// It shuts down in a hurry, so that what was never asked to end may be killed.
    void supervisorHurries() {
        hurried = true;
    }

    // What a launcher is asked for.

    void launch(int id, ProcessSpec spec, Path keep) {
        all().forEach(
                        other ->
                                Violation.unless(
                                        !other.spec.identity().equals(spec.identity()),
                                        "%s is launched while pid %d of it is still there",
                                        spec.name(),
                                        other.pid));
        Violation.unless(!children.containsKey(id), "there is a process %d already", id);
        missing.remove(id);
        var child =
                new Child(
                        id, spec, keep, chance.of(weather.stubborn()), chance.of(weather.immune()));
        children.put(id, child);
        in(chance.millisUpTo(weather.latencyMax()), () -> spawn(child));
    }

    void adopt(int id, Optional<Path> keep, String trace) {
        var life = lives;
        Runnable find =
                () -> {
                    if (life == lives) {
                        find(id, keep, trace);
                    }
                };
        missing.add(id);
        in(chance.millisUpTo((int) ADOPTION_MAX.toMillis()), () -> report(find));
    }

    void signal(int id, Signal signal, boolean group) {
        var child = children.get(id);
        if (child == null && missing.contains(id)) {
            return;
        }
        Violation.unless(
                child != null && child.told, "%s is sent to process %d, not there", signal, id);
        var kill = signal.equals(Signal.KILL);
        Violation.unless(
                !kill || group || child.asked || hurried || child.found.equals(Optional.of(now)),
                "pid %d is killed, but was never asked to end",
                child.pid);
        child.asked = true;
        if (child.immune && child.alive) {
            if (kill && !group) {
                in(
                        Duration.ZERO,
                        () ->
                                report(
                                        child,
                                        () -> observer.killRefused(id, "Operation not permitted")));
            }
        } else if (kill) {
            in(chance.millisUpTo(10), () -> die(child, new ExitStatus.Signalled(signal, false)));
        } else if (!child.stubborn && chance.of(endsProcesses(signal) ? 1 : 0.2)) {
            var status = chance.of(0.5) ? anyStatus() : new ExitStatus.Signalled(signal, false);
            in(chance.millisUpTo(2000), () -> die(child, status));
        }
    }

    void release(int id) {
        var child = children.remove(id);
        Violation.unless(
                child == null ? missing.remove(id) : child.reaped,
                "process %d is released alive",
                id);
    }

    private static boolean endsProcesses(Signal signal) {
        return List.of(Signal.TERM, Signal.INT, Signal.QUIT).contains(signal);
    }

    // What becomes of it.

    private void spawn(Child child) {
        if (!isInHand(child) || child.pid != 0) {
            return;
        }
        if (chance.of(weather.spawnFails())) {
            report(
                    child,
                    () -> {
                        children.remove(child.id);
                        observer.failed(child.id, "no such file: /bin/" + child.spec.program());
                    });
            return;
        }
        live(child);
        if (chance.of(0.2)) {
            in(chance.millisUpTo(weather.latencyMax()), () -> tell(child));
        } else {
            tell(child);
        }
    }

    private void live(Child child) {
        child.pid = ++lastPid;
        child.alive = true;
        if (chance.of(weather.deathSoon())) {
            dieUnasked(child, chance.any(0, 90, 1100, 6000));
        } else if (chance.of(0.3)) {
            dieUnasked(child, 60_000);
        }
    }

    private void tell(Child child) {
        report(
                child,
                () -> {
                    if (child.told) {
                        return;
                    }
                    child.told = true;
                    child.end.ifPresent(status -> in(Duration.ZERO, () -> reap(child, status)));
                    observer.spawned(child.id, child.pid);
                });
    }

    private void find(int id, Optional<Path> keep, String trace) {
        var found = orphans.stream().filter(it -> is(it, keep, trace)).findFirst();
        if (found.isPresent()) {
            var child = found.get();
            orphans.remove(child);
            missing.remove(id);
            child.id = id;
            child.told = true;
            child.found = Optional.of(now);
            children.put(id, child);
            observer.adopted(id, child.pid);
        } else if (trace.isEmpty() && chance.of(0.8)) {
            observer.notSpawned(id);
        } else {
            observer.exited(id, new ExitStatus.Unknown());
            Violation.unless(!missing.contains(id), "the end of process %d is lost", id);
        }
    }

    private static boolean is(Child child, Optional<Path> keep, String trace) {
        return keep.equals(Optional.of(child.keep))
                && (trace.isEmpty() || trace.equals(Long.toString(child.pid)));
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
        orphans.remove(child);
        if (child.told) {
            in(chance.millisUpTo(50), () -> reap(child, status));
        } else {
            child.end = Optional.of(status);
        }
    }

    private void reap(Child child, ExitStatus status) {
        report(
                child,
                () -> {
                    child.reaped = true;
                    observer.exited(child.id, status);
                    Violation.unless(
                            children.get(child.id) != child,
                            "the exit of pid %d is lost",
                            child.pid);
                });
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
        var alive = all().filter(child -> child.alive).toList();
        if (!alive.isEmpty()) {
            die(chance.any(alive), new ExitStatus.Signalled(Signal.KILL, false));
        }
    }

    // What there is.

    /// Whether nothing is left but what cannot be signalled.
    boolean isEmpty() {
        return all().allMatch(child -> child.immune);
    }

    /// {@return what the live process of this pid was launched with}
    Optional<ProcessSpec> launchedWith(long pid) {
        return all().filter(it -> it.alive && it.pid == pid).map(it -> it.spec).findFirst();
    }
}
