package dev.taskmaster.simulation;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.StateChange;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What somebody knows who only listens to the events.
final class Told {
    private final Map<ProcessName, Known> processes = new TreeMap<>();

    private record Known(ProcessState state, long pid) {}

    Told() {}

    /// A copy that knows what this one knows.
    Told(Told other) {
        processes.putAll(other.processes);
    }

    /// Looks at all again.
    void look(Collection<ProcessStatus> published) {
        processes.clear();
        processes.putAll(known(published));
    }

    void hear(SupervisorEvent event) {
        switch (event) {
            case SupervisorEvent.Added(_, var name) ->
                    Violation.unless(
                            processes.put(name, new Known(ProcessState.STOPPED, 0)) == null,
                            "%s is added twice",
                            name);
            case SupervisorEvent.Removed(_, var name) -> {
                var known = processes.remove(name);
                Violation.unless(
                        known != null && known.state().isDown() && known.pid() == 0,
                        "%s is removed while it is %s",
                        name,
                        known);
            }
            case SupervisorEvent.Renamed(_, var name, var oldName) ->
                    Violation.unless(
                            processes.put(name, processes.remove(oldName)) == null,
                            "%s takes the name of %s",
                            oldName,
                            name);
            case SupervisorEvent.Spawned(_, var name, var pid) -> {
                var known = processes.get(name);
                Violation.unless(known.pid() == 0, "%s has two pids: %s, %d", name, known, pid);
                processes.put(name, new Known(known.state(), pid));
            }
            case SupervisorEvent.Ended(_, var name, var pid, _, _) -> {
                var known = processes.get(name);
                Violation.unless(known.pid() == pid, "%s is %s, but pid %d ends", name, known, pid);
                processes.put(name, new Known(known.state(), 0));
            }
            case StateChange change -> {
                var known = processes.get(change.name());
                Violation.unless(
                        known != null && known.state() == change.from(),
                        "%s was %s, but: %s",
                        change.name(),
                        known,
                        change);
                processes.put(change.name(), new Known(change.to(), known.pid()));
            }
            default -> {}
        }
    }

    boolean isAlive(long pid) {
        return processes.values().stream().anyMatch(known -> known.pid() == pid);
    }

    /// Whether the supervisor has given up to end the process of this pid.
    boolean isOutOfControl(long pid) {
        return processes.values().stream()
                .anyMatch(known -> known.pid() == pid && known.state() == ProcessState.UNKNOWN);
    }

    /// What is shown must be what was told.
    void mustBe(Collection<ProcessStatus> published) {
        var shown = known(published);
        Violation.unless(
                processes.equals(shown), "events say %s%nbut status is %s", processes, shown);
    }

    private static Map<ProcessName, Known> known(Collection<ProcessStatus> published) {
        return published.stream()
                .collect(
                        Collectors.toMap(
                                ProcessStatus::name,
                                status -> new Known(status.state(), status.pid())));
    }
}
