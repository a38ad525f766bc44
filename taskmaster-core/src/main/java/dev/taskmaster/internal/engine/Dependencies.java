package dev.taskmaster.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who depends on whom.
final class Dependencies {
    private final Collection<Entry> entries;
    private final Map<String, List<Entry>> providers = new HashMap<>();
    private final Map<String, List<Entry>> dependents = new HashMap<>();
    private boolean stale;

    /// @param entries all that there are; a live view
    Dependencies(Collection<Entry> entries) {
        this.entries = entries;
    }

    /// The entries, or their specifications, are others now.
    void changed() {
        stale = true;
    }

    /// Those that depend on the program of `entry`.
    List<Entry> on(Entry entry) {
        link();
        return dependents.getOrDefault(entry.spec().program(), List.of());
    }

    /// Those that `entry` depends on and that are not there.
    List<Entry> missingFor(Entry entry) {
        link();
        return entry.spec().start().dependsOn().stream()
                .flatMap(program -> providers.getOrDefault(program, List.of()).stream())
                .filter(provider -> !provider.isThere())
                .toList();
    }

    /// Of those that are up, the ones to stop first: the last in start order, of which no other
    /// depends on.
    List<Entry> lastToStart(List<Entry> up) {
        link();
        var ranks = new HashMap<Entry, Integer>();
        var last = up.stream().mapToInt(entry -> rank(entry, ranks)).max().orElseThrow();
        var stage = up.stream().filter(entry -> ranks.get(entry) == last).toList();
        var free = stage.stream().filter(e -> stage.stream().noneMatch(on(e)::contains)).toList();
        return free.isEmpty() ? stage : free;
    }

    /// The priority from which on it can have been started: its own, or that of what it depends on.
    private int rank(Entry entry, Map<Entry, Integer> ranks) {
        var known = ranks.get(entry);
        if (known != null) {
            return known;
        }
        var rank = entry.spec().start().groupPriority();
        ranks.put(entry, rank);
        for (var program : entry.spec().start().dependsOn()) {
            for (var provider : providers.getOrDefault(program, List.of())) {
                rank = Math.max(rank, rank(provider, ranks));
            }
        }
        ranks.put(entry, rank);
        return rank;
    }

    private void link() {
        if (!stale) {
            return;
        }
        stale = false;
        providers.clear();
        dependents.clear();
        for (var entry : entries) {
            providers.computeIfAbsent(entry.spec().program(), _ -> new ArrayList<>()).add(entry);
            for (var program : entry.spec().start().dependsOn()) {
                dependents.computeIfAbsent(program, _ -> new ArrayList<>()).add(entry);
            }
        }
    }
}
