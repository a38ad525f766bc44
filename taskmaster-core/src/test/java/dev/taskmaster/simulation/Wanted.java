package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProcessSpec.Identity;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What people want, by their commands: which specifications are in force, and who must stay down.
///
/// Found out without a look into the engine, from the commands and the published status.
final class Wanted {
    private final Map<ProcessName, ProcessStatus> published;
    private final Map<ProcessName, ProcessSpec> specs = new HashMap<>();
    private final Set<Identity> down = new HashSet<>();
    private final Set<Identity> stopped = new HashSet<>();
    private final Set<Identity> leaving = new HashSet<>();
    private final Set<Identity> startedAfresh = new HashSet<>();
    private final Set<Identity> hasDoneItsWork = new HashSet<>();

    /// What a shutdown may have brought down that was cut off.
    private final Set<Identity> broughtDown = new HashSet<>();

    private boolean shuttingDown;

    /// @param published the status of each process; a live view
    Wanted(Map<ProcessName, ProcessStatus> published) {
        this.published = published;
    }

    /// A copy that knows what this one knows.
    ///
    /// @param published the status of each process; a live view
    Wanted(Wanted other, Map<ProcessName, ProcessStatus> published) {
        this.published = published;
        specs.putAll(other.specs);
        down.addAll(other.down);
        stopped.addAll(other.stopped);
        leaving.addAll(other.leaving);
        startedAfresh.addAll(other.startedAfresh);
        hasDoneItsWork.addAll(other.hasDoneItsWork);
        broughtDown.addAll(other.broughtDown);
        shuttingDown = other.shuttingDown;
    }

    /// A shutdown is forgotten: what is up or was brought down by it is as if it had never been
    /// started. What does not start by itself may stay down then.
    void supervisorDied() {
        startedAfresh.clear();
        if (shuttingDown) {
            shuttingDown = false;
            for (var spec : specs.values()) {
                if (!isDown(spec)) {
                    broughtDown.add(spec.identity());
                    if (!spec.start().autostart()) {
                        stopped.add(spec.identity());
                    }
                }
            }
        }
    }

    // What is asked.

    Collection<ProcessSpec> specs() {
        return specs.values();
    }

    ProcessSpec spec(ProcessName name) {
        return specs.get(name);
    }

    boolean isToStayDown(Identity process) {
        return shuttingDown || down.contains(process) || leaving.contains(process);
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    /// {@return whether the last command lets it start anew, so that old failures do not count}
    boolean isStartedAfresh(Identity process) {
        return startedAfresh.contains(process);
    }

    /// {@return whether a process that is STOPPED, although nobody is at fault, may be so}
    boolean mayRest(ProcessSpec spec) {
        return stopped.contains(spec.identity())
                || !spec.start().autostart()
                || !hasWhatItNeeds(spec);
    }

    boolean hasWhatItNeeds(ProcessSpec spec) {
        return spec.start().dependsOn().stream().allMatch(this::isThere);
    }

    private boolean isThere(String program) {
        return specs.values().stream()
                .filter(spec -> spec.program().equals(program))
                .allMatch(this::isThere);
    }

    private boolean isThere(ProcessSpec spec) {
        var status = published.get(spec.name());
        return status != null
                && switch (status.state()) {
                    case RUNNING -> true;
                    case EXITED -> hasDoneItsWork.contains(spec.identity());
                    case STOPPED, STARTING, BACKOFF, STOPPING, FATAL, UNKNOWN -> false;
                };
    }

    /// Those whom a command means by a name.
    List<ProcessStatus> named(String name) {
        var colon = name.indexOf(':');
        if (name.equals("all")) {
            return List.copyOf(published.values());
        }
        if (colon >= 0) {
            var process = name.substring(colon + 1);
            return where(
                    name.substring(0, colon),
                    process.isEmpty() || process.equals("*") ? "" : process);
        }
        var exactly = where(name, name);
        var byProcess = exactly.isEmpty() ? where("", name) : exactly;
        if (byProcess.size() == 1) {
            return byProcess;
        }
        var group = where(name, "");
        return group.isEmpty()
                ? published.values().stream().filter(s -> s.program().equals(name)).toList()
                : group;
    }

    private List<ProcessStatus> where(String group, String process) {
        return published.values().stream()
                .filter(s -> group.isEmpty() || s.name().group().equals(group))
                .filter(s -> process.isEmpty() || s.name().process().equals(process))
                .toList();
    }

    // What is commanded.

    void by(Command command) {
        startedAfresh.clear();
        if (shuttingDown) {
            return;
        }
        switch (command) {
            case Command.Apply(_, var programs, _) -> apply(programs);
            case Command.Add(_, var program) -> add(program);
            case Command.Remove(_, var names) ->
                    identities(names)
                            .forEach(
                                    process -> {
                                        stop(process);
                                        leaving.add(process);
                                    });
            case Command.Start(_, var names, _) -> start(names, false);
            case Command.Restart(_, var names) -> start(names, true);
            case Command.Stop(_, var names, _) -> stop(names);
            case Command.Shutdown _ -> shuttingDown = true;
            case Command.Send _, Command.Write _ -> {}
        }
    }

    private Set<Identity> identities(List<String> names) {
        return names.stream()
                .flatMap(name -> named(name).stream())
                .map(status -> specs.get(status.name()).identity())
                .collect(Collectors.toSet());
    }

    private void stop(List<String> names) {
        for (var name : names) {
            for (var status : named(name)) {
                // A stop of what is down already is refused, and so changes nothing.
                if (status.state() != ProcessState.STOPPED || !status.reason().isEmpty()) {
                    stop(specs.get(status.name()).identity());
                }
            }
        }
    }

    private void stop(Identity process) {
        down.add(process);
        stopped.add(process);
        broughtDown.remove(process);
    }

    private void mustStart(Identity process) {
        down.remove(process);
        stopped.remove(process);
    }

    private void start(List<String> names, boolean anew) {
        for (var name : names) {
            for (var status : named(name)) {
                var spec = specs.get(status.name());
                if (anew && !leaving.contains(spec.identity())) {
                    mustStart(spec.identity());
                }
                mayAndMustStart(spec);
            }
        }
    }

    private void mayAndMustStart(ProcessSpec spec) {
        mayStart(spec, new HashSet<>());
        if (!isDown(spec)) {
            stopped.remove(spec.identity());
        }
    }

    /// It may start, and so may what it needs if it is down; but not what is just being stopped.
    private void mayStart(ProcessSpec spec, Set<Identity> seen) {
        if (seen.add(spec.identity())
                && !leaving.contains(spec.identity())
                && !(isDown(spec) && isStopping(spec))) {
            down.remove(spec.identity());
            startedAfresh.add(spec.identity());
            specs.values().stream()
                    .filter(_ -> isStartable(spec))
                    .filter(other -> spec.start().dependsOn().contains(other.program()))
                    .filter(other -> !isThere(other))
                    .forEach(other -> mayStart(other, seen));
        }
    }

    private void add(ProgramSpec program) {
        if (isAccepted(program)) {
            for (var spec : program.processes()) {
                specs.put(spec.name(), spec);
                leaving.remove(spec.identity());
                mayAndMustStart(spec);
            }
        }
    }

    private boolean isAccepted(ProgramSpec program) {
        var known = identities(List.of("all"));
        var programs =
                published.values().stream().map(ProcessStatus::program).collect(Collectors.toSet());
        return program.processes().stream()
                .noneMatch(
                        spec ->
                                published.containsKey(spec.name())
                                        || known.contains(spec.identity())
                                        || !programs.containsAll(spec.start().dependsOn()));
    }

    private void apply(List<ProgramSpec> programs) {
        var old = byIdentity(specs.values());
        var wanted = programs.stream().flatMap(program -> program.processes().stream()).toList();
        for (var process : old.keySet()) {
            if (wanted.stream().noneMatch(spec -> spec.identity().equals(process))) {
                stop(process);
                leaving.add(process);
            }
        }
        wanted.forEach(spec -> specs.put(spec.name(), spec));
        for (var spec : wanted) {
            change(old.get(spec.identity()), spec);
        }
    }

    private void change(ProcessSpec old, ProcessSpec spec) {
        var wasLeaving = leaving.remove(spec.identity());
        startedAfresh.add(spec.identity());
        if (spec.start().autostart()) {
            if (wasLeaving) {
                mustStart(spec.identity());
            } else if (broughtDown.contains(spec.identity()) && stopped.contains(spec.identity())) {
                // It did not start by itself then: whether it does now may go either way.
                mayStart(spec, new HashSet<>());
            } else if (old == null || isGivenAChance(old, spec)) {
                mayAndMustStart(spec);
            }
        }
    }

    /// What ended or failed, and is to be launched in another way now, is started; so is what was
    /// never asked to be up or down, which excludes what waits for others.
    private boolean isGivenAChance(ProcessSpec old, ProcessSpec spec) {
        var status = published.get(old.name());
        return switch (status.state()) {
            case EXITED, FATAL -> !old.template().sameLaunch(spec.template());
            case STOPPED ->
                    (status.started().isEmpty() || broughtDown.contains(spec.identity()))
                            && status.reason().isEmpty()
                            && !isDown(spec);
            case STARTING, RUNNING, BACKOFF, STOPPING, UNKNOWN -> false;
        };
    }

    private boolean isDown(ProcessSpec spec) {
        return down.contains(spec.identity());
    }

    private boolean isStartable(ProcessSpec spec) {
        var status = published.get(spec.name());
        return status == null || status.state().isDown();
    }

    /// Also while it is being renamed, and not yet published under its new name.
    private boolean isStopping(ProcessSpec spec) {
        return specs.values().stream()
                .filter(other -> other.identity().equals(spec.identity()))
                .map(other -> published.get(other.name()))
                .filter(Objects::nonNull)
                .map(ProcessStatus::state)
                .anyMatch(s -> s == ProcessState.STOPPING || s == ProcessState.UNKNOWN);
    }

    private static Map<Identity, ProcessSpec> byIdentity(Collection<ProcessSpec> specs) {
        return specs.stream().collect(Collectors.toMap(ProcessSpec::identity, spec -> spec));
    }

    void launched(Identity process) {
        stopped.remove(process);
        broughtDown.remove(process);
    }

    void exited(ProcessName name, boolean expected) {
        var process = specs.get(name).identity();
        if (expected) {
            hasDoneItsWork.add(process);
        } else {
            hasDoneItsWork.remove(process);
        }
    }

    /// There is no process of this name any more.
    void forget(ProcessName name) {
        var process = specs.remove(name).identity();
        if (specs.values().stream().noneMatch(spec -> spec.identity().equals(process))) {
            Violation.unless(leaving.contains(process), "%s is forgotten, but wanted", name);
            leaving.remove(process);
            broughtDown.remove(process);
            mustStart(process);
        }
    }
}
