package dev.taskmaster.event;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a new configuration changed, process by process.
///
/// @param added what is now supervised
/// @param removed what is no longer supervised, and is stopped if it was up
/// @param replaced what is started anew, if it was up, because its launch changed
/// @param updated what goes on under changed policies, or another name
/// @param unchanged how many are exactly as before
/// @param needsRestart settings of the daemon itself that have changed, and count only when it is
///   started anew
public record ReloadSummary(
        List<ProcessName> added,
        List<ProcessName> removed,
        List<ProcessName> replaced,
        List<ProcessName> updated,
        int unchanged,
        List<String> needsRestart) {
    public ReloadSummary {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        replaced = List.copyOf(replaced);
        updated = List.copyOf(updated);
        needsRestart = List.copyOf(needsRestart);
    }

    /// With no change of the daemon itself.
    public ReloadSummary(
            List<ProcessName> added,
            List<ProcessName> removed,
            List<ProcessName> replaced,
            List<ProcessName> updated,
            int unchanged) {
        this(added, removed, replaced, updated, unchanged, List.of());
    }

    /// What applying specifications would change, process by process.
    ///
    /// @param before what is supervised
    /// @param after what is to be supervised
    public static ReloadSummary between(
            Collection<ProcessSpec> before, Collection<ProcessSpec> after) {
        var old = new LinkedHashMap<ProcessSpec.Identity, ProcessSpec>();
        before.forEach(spec -> old.put(spec.identity(), spec));
        var added = new ArrayList<ProcessName>();
        var replaced = new ArrayList<ProcessName>();
        var updated = new ArrayList<ProcessName>();
        var unchanged = 0;
        var byName = new HashMap<ProcessName, ProcessSpec>();
        var wanted = after.stream().map(ProcessSpec::identity).collect(Collectors.toSet());
        old.values().stream()
                .filter(spec -> !wanted.contains(spec.identity()))
                .forEach(spec -> byName.put(spec.name(), spec));
        for (var spec : after) {
            // A process of the same name that nobody wants any more becomes the new one.
            var was = old.getOrDefault(spec.identity(), byName.get(spec.name()));
            if (was != null) {
                old.remove(was.identity());
            }
            if (was == null) {
                added.add(spec.name());
            } else if (was.equals(spec)) {
                unchanged++;
            } else if (was.goesOnAs(spec)) {
                updated.add(spec.name());
            } else {
                replaced.add(spec.name());
            }
        }
        var removed = old.values().stream().map(ProcessSpec::name).toList();
        return new ReloadSummary(added, removed, replaced, updated, unchanged);
    }

    /// {@return whether everything is exactly as before}
    public boolean isEmpty() {
        return added.isEmpty()
                && removed.isEmpty()
                && replaced.isEmpty()
                && updated.isEmpty()
                && needsRestart.isEmpty();
    }

    /// {@return one line, such as `2 added (a, b), 1 removed (c), 40 unchanged`}
    @Override
    public String toString() {
        return Stream.of(
                        part(added, "added"),
                        part(removed, "removed"),
                        part(replaced, "replaced"),
                        part(updated, "updated"),
                        unchanged + " unchanged",
                        needsRestart.isEmpty()
                                ? ""
                                : "only after a restart of the daemon: "
                                        + String.join(", ", needsRestart))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String part(List<ProcessName> names, String verb) {
        if (names.isEmpty()) {
            return "";
        }
        var shown = names.stream().limit(5).map(ProcessName::toString).toList();
        return "%d %s (%s%s)"
                .formatted(
                        names.size(),
                        verb,
                        String.join(", ", shown),
                        names.size() > shown.size() ? ", …" : "");
    }
}
