package dev.taskmaster.internal.engine;

import dev.taskmaster.spec.ProcessName;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds processes by what a person calls them: `process`, `group:process`, `group:*`, `group:`,
/// `all`, and, where nothing else has the name, a group or a program.
final class Names {
    static final Comparator<Entry> START_ORDER = Names::inStartOrder;

    private final Map<String, Entry> byName = new LinkedHashMap<>();

    /// Low priorities first; between groups, then within a group.
    private static int inStartOrder(Entry one, Entry other) {
        var start = one.spec().start();
        var otherStart = other.spec().start();
        var order = Integer.compare(start.groupPriority(), otherStart.groupPriority());
        if (order == 0) {
            order = one.name().group().compareTo(other.name().group());
        }
        if (order == 0) {
            order = Integer.compare(start.priority(), otherStart.priority());
        }
        return order == 0 ? Integer.compare(one.id, other.id) : order;
    }

    void put(Entry entry) {
        byName.put(key(entry.name().group(), entry.name().process()), entry);
    }

    /// Forgets the name, unless another process has it by now.
    boolean remove(ProcessName name, Entry entry) {
        return byName.remove(key(name.group(), name.process()), entry);
    }

    boolean has(ProcessName name) {
        return holder(name).isPresent();
    }

    Optional<Entry> holder(ProcessName name) {
        return Optional.ofNullable(byName.get(key(name.group(), name.process())));
    }

    /// Whether the entry is the one known by its name: a newcomer takes the name over from one that
    /// is leaving.
    boolean isCurrent(Entry entry) {
        return byName.get(key(entry.name().group(), entry.name().process())) == entry;
    }

    static boolean isAll(String name) {
        return name.equals("all") || name.equals("*");
    }

    private static String key(String group, String process) {
        return group + ":" + process;
    }

    /// @param wildcard whether several were meant, so that those which need nothing are passed over
    /// @param entries in start order; empty if there is none of that name
    /// @param group whether it was a group that was named
    record Found(boolean wildcard, List<Entry> entries, boolean group) {}

    Found find(String name) {
        if (isAll(name)) {
            return new Found(true, sorted(byName.values()), false);
        }
        var colon = name.indexOf(':');
        if (colon >= 0) {
            var group = name.substring(0, colon);
            var process = name.substring(colon + 1);
            return process.isEmpty() || process.equals("*")
                    ? new Found(true, inGroup(group), true)
                    : new Found(false, exactly(group, process), false);
        }
        var own = exactly(name, name);
        if (own.isEmpty()) {
            own = byName.values().stream().filter(e -> e.name().process().equals(name)).toList();
        }
        if (own.size() == 1) {
            return new Found(false, own, false);
        }
        var group = inGroup(name);
        return group.isEmpty()
                ? new Found(
                        true,
                        sorted(
                                byName.values().stream()
                                        .filter(e -> e.spec().program().equals(name))
                                        .toList()),
                        false)
                : new Found(true, group, true);
    }

    private List<Entry> exactly(String group, String process) {
        var entry = byName.get(key(group, process));
        return entry == null ? List.of() : List.of(entry);
    }

    private List<Entry> inGroup(String group) {
        return sorted(
                byName.values().stream().filter(e -> e.name().group().equals(group)).toList());
    }

    private static List<Entry> sorted(Collection<Entry> entries) {
        return entries.stream().sorted(START_ORDER).toList();
    }
}
