package dev.taskmaster.internal.loop;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ProcessStatus;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// The present state of every process, and what is wanted of it, for any thread to read without
/// waiting. Only the loop writes.
public final class StatusBoard {
    private final ConcurrentSkipListMap<ProcessName, Shown> shown = new ConcurrentSkipListMap<>();

    /// Which processes have a name, whatever their groups.
    private final ConcurrentHashMap<String, List<ProcessName>> namesakes =
            new ConcurrentHashMap<>();

    private record Shown(ProcessStatus status, ProcessSpec spec) {}

    /// {@return the states of all of them, by group and name}
    public List<ProcessStatus> all() {
        return shown.values().stream().map(Shown::status).toList();
    }

    /// {@return the state of the process of this name}
    ///
    /// @param name `group:process`, or `process` if it is alone in the group of its name, or if no
    ///   other group has one of that name
    public Optional<ProcessStatus> find(String name) {
        var colon = name.indexOf(':');
        var process = name.substring(colon + 1);
        var group = colon < 0 ? process : name.substring(0, colon);
        var called = namesakes.getOrDefault(process, List.of());
        return called.stream()
                .filter(it -> it.group().equals(group))
                .findFirst()
                .or(
                        () ->
                                colon < 0 && called.size() == 1
                                        ? Optional.of(called.getFirst())
                                        : Optional.empty())
                .map(shown::get)
                .map(Shown::status);
    }

    /// {@return the state of the process of this name}
    public Optional<ProcessStatus> find(ProcessName name) {
        return Optional.ofNullable(shown.get(name)).map(Shown::status);
    }

    /// {@return the specifications of all of them, by group and name}
    public List<ProcessSpec> specs() {
        return shown.values().stream().map(Shown::spec).toList();
    }

    void publish(ProcessStatus status, ProcessSpec spec) {
        var name = status.name();
        if (shown.put(name, new Shown(status, spec)) == null) {
            namesakes.merge(name.process(), List.of(name), StatusBoard::both);
        }
    }

    private static List<ProcessName> both(List<ProcessName> some, List<ProcessName> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    void forget(ProcessName name) {
        if (shown.remove(name) != null) {
            namesakes.computeIfPresent(
                    name.process(),
                    (_, called) -> {
                        var left = called.stream().filter(it -> !it.equals(name)).toList();
                        return left.isEmpty() ? null : left;
                    });
        }
    }
}
