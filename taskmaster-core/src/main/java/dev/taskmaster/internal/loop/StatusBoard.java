package dev.taskmaster.internal.loop;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessStatus;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// The present state of every process, for any thread to read without waiting. Only the loop
/// writes.
public final class StatusBoard {
    private final ConcurrentSkipListMap<ProcessName, ProcessStatus> statuses =
            new ConcurrentSkipListMap<>();

    /// {@return all of them, by group and name}
    public List<ProcessStatus> all() {
        return List.copyOf(statuses.values());
    }

    void publish(ProcessStatus status) {
        statuses.put(status.name(), status);
    }

    void forget(ProcessName name) {
        statuses.remove(name);
    }
}
