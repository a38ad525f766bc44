package dev.taskmaster.internal.loop;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ProcessStatus;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// The present state of every process, and what is wanted of it, for any thread to read without
/// waiting. Only the loop writes.
public final class StatusBoard {
    private final ConcurrentSkipListMap<ProcessName, Shown> shown = new ConcurrentSkipListMap<>();

    private record Shown(ProcessStatus status, ProcessSpec spec) {}

    /// {@return the states of all of them, by group and name}
    public List<ProcessStatus> all() {
        return shown.values().stream().map(Shown::status).toList();
    }

    /// {@return the specifications of all of them, by group and name}
    public List<ProcessSpec> specs() {
        return shown.values().stream().map(Shown::spec).toList();
    }

    void publish(ProcessStatus status, ProcessSpec spec) {
        shown.put(status.name(), new Shown(status, spec));
    }

    void forget(ProcessName name) {
        shown.remove(name);
    }
}
