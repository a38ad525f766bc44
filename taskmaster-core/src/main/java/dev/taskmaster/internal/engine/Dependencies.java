package dev.taskmaster.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Who depends on whom.
final class Dependencies {
    private final Map<String, Set<Entry>> providers = new HashMap<>();
    private final Map<String, Set<Entry>> dependents = new HashMap<>();

    void add(Entry entry) {
        in(providers, entry.spec().program()).add(entry);
        entry.spec().start().dependsOn().forEach(program -> in(dependents, program).add(entry));
    }

    /// Needed before its specification changes, too.
    void remove(Entry entry) {
        removeFrom(providers, entry.spec().program(), entry);
        entry.spec().start().dependsOn().forEach(program -> removeFrom(dependents, program, entry));
    }

    /// Keeps no program in mind that there is not any more.
    private static void removeFrom(Map<String, Set<Entry>> map, String program, Entry entry) {
        var entries = in(map, program);
        entries.remove(entry);
        if (entries.isEmpty()) {
            map.remove(program);
        }
    }

    /// {@return whether nobody depends on anybody, and nobody is there}
    boolean isEmpty() {
        return providers.isEmpty() && dependents.isEmpty();
    }

    private static Set<Entry> in(Map<String, Set<Entry>> map, String program) {
        return map.computeIfAbsent(program, _ -> new LinkedHashSet<>());
    }

    /// Whether there is such a program.
    boolean has(String program) {
        return !providers.getOrDefault(program, Set.of()).isEmpty();
    }

    /// Those that depend on the program of `entry`.
    Collection<Entry> on(Entry entry) {
        return dependents.getOrDefault(entry.spec().program(), Set.of());
    }

    /// Those that `entry` depends on.
    Stream<Entry> of(Entry entry) {
        return entry.spec().start().dependsOn().stream()
                .flatMap(program -> providers.getOrDefault(program, Set.of()).stream());
    }

    /// Those that `entry` depends on and that are not there.
    List<Entry> missingFor(Entry entry) {
        return of(entry).filter(provider -> !provider.isThere()).toList();
    }

    /// Those that `entry` waits for in the end: what is missing and does not itself wait for
    /// others. There is none if they wait for each other in a circle.
    Set<Entry> awaitedBy(Entry entry) {
        var awaited = new LinkedHashSet<Entry>();
        collectAwaited(entry, new HashSet<>(), awaited);
        return awaited;
    }

    private void collectAwaited(Entry entry, Set<Entry> seen, Set<Entry> awaited) {
        for (var other : missingFor(entry)) {
            if (!(other.phase instanceof Phase.Waiting)) {
                awaited.add(other);
            } else if (seen.add(other)) {
                collectAwaited(other, seen, awaited);
            }
        }
    }

    /// Of those that are up, the ones to stop first: the last in start order, but for what others
    /// of them need.
    List<Entry> lastToStart(List<Entry> up) {
        var ranks = new HashMap<Entry, Integer>();
        var last = up.stream().mapToInt(entry -> rank(entry, ranks)).max().orElseThrow();
        var stage = up.stream().filter(entry -> ranks.get(entry) == last).toList();
        var needed = new HashSet<Entry>();
        stage.forEach(entry -> collectNeeded(entry, needed));
        var free = stage.stream().filter(entry -> !needed.contains(entry)).toList();
        return free.isEmpty() ? stage : free;
    }

    /// The priority from which on it can have been started: its own, or that of what it depends on.
    private int rank(Entry entry, Map<Entry, Integer> ranks) {
        var known = ranks.get(entry);
        if (known != null) {
            return known;
        }
        var own = entry.spec().start().groupPriority();
        ranks.put(entry, own);
        var rank = of(entry).mapToInt(other -> rank(other, ranks)).reduce(own, Math::max);
        ranks.put(entry, rank);
        return rank;
    }

    private void collectNeeded(Entry entry, Set<Entry> needed) {
        of(entry).filter(needed::add).forEach(other -> collectNeeded(other, needed));
    }
}
