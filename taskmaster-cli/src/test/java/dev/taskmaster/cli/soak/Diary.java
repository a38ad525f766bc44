package dev.taskmaster.cli.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the test itself has done, and when, in seconds since 1970. Any thread may write.
final class Diary {
    /// How long what a daemon was asked for may go on after it was killed and started again.
    private static final double AFTERMATH = 30;

    private final List<Span> commands = new CopyOnWriteArrayList<>();
    private final List<Span> absences = new CopyOnWriteArrayList<>();
    private final List<Span> replacements = new CopyOnWriteArrayList<>();
    private final List<Span> kills = new CopyOnWriteArrayList<>();

    /// @param what a name, or a process id
    private record Span(String what, double from, double to) {
        boolean holds(double time, double slack) {
            return from - slack <= time && time <= to + slack;
        }
    }

    static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    /// A process was to be ended, and that was answered now.
    void commanded(String name, double from) {
        commands.add(new Span(name, from, now()));
    }

    /// A process was to be ended, and nobody knows whether and when that is done.
    void unanswered(String name, double from) {
        commands.add(new Span(name, from, now() + AFTERMATH));
    }

    /// A child was killed.
    void killed(long pid) {
        kills.add(new Span(Long.toString(pid), now(), now()));
    }

    /// There was no daemon until now.
    void absent(double from) {
        absences.add(new Span("", from, now()));
    }

    /// The daemon was replaced by itself, which is done now.
    void replaced(double from) {
        replacements.add(new Span("", from, now()));
    }

    boolean wasCommanded(String name, double at) {
        return commands.stream().anyMatch(it -> it.what().equals(name) && it.holds(at, 0.5));
    }

    boolean hasKilled(Life life) {
        return kills.stream()
                .anyMatch(
                        it ->
                                it.what().equals(Long.toString(life.pid()))
                                        && it.from() >= life.begun()
                                        && it.from() <= life.last() + 5);
    }

    /// {@return whether there was no daemon, give or take what it had not told yet}
    boolean wasAbsent(double at) {
        return absences.stream().anyMatch(it -> it.holds(at, 0.5));
    }

    /// {@return whether the daemon was being replaced}
    boolean wasReplaced(double at) {
        return replacements.stream().anyMatch(it -> it.holds(at, 0.5));
    }

    /// {@return whether a child is no longer the daemon's own: that was killed since it began}
    boolean isAdopted(Life life) {
        return absences.stream()
                .anyMatch(it -> life.begun() <= it.to() && it.from() <= life.last());
    }
}
