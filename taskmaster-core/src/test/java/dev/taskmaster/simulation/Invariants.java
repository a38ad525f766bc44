package dev.taskmaster.simulation;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Effect.Reach;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.StopPolicy;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules that hold after every step, whatever the world does. That no process is launched
/// twice, released alive or signalled when it is gone, and that no exit is lost, is for [Kernel] to
/// see.
final class Invariants {
    private static final Duration SLACK =
            Kernel.KILL_MAX.plus(Kernel.ADOPTION_MAX).plusMillis(2 * World.LATE_MILLIS_MAX);

    private final Map<ProcessName, ProcessStatus> published = new TreeMap<>();
    private final Map<ProcessName, ProcessSpec> specs = new HashMap<>();
    private final Told told;
    private final Wanted wanted;
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Map<Integer, ProcessSpec> launched = new HashMap<>();
    private final Retries retries;
    private final Map<Long, Patience> stopping = new HashMap<>();
    private boolean wasCutOff;
    private boolean finished;

    Invariants() {
        told = new Told();
        wanted = new Wanted(published);
        retries = new Retries(wanted);
    }

    private Invariants(Invariants other) {
        told = new Told(other.told);
        wanted = new Wanted(other.wanted, published);
        retries = new Retries(other.retries, wanted);
        published.putAll(other.published);
        specs.putAll(other.specs);
        asked.putAll(other.asked);
        launched.putAll(other.launched);
        stopping.putAll(other.stopping);
        wasCutOff = other.wasCutOff;
        finished = other.finished;
    }

    /// {@return the same, to return to if what follows never happened}
    Invariants copy() {
        return new Invariants(this);
    }

    /// A command that was not answered yet, and the pids it has to bring to an end.
    private record Asked(Command command, List<Long> pids) {}

    /// How long a pid has been asked to end, and how long it may take.
    private record Patience(Duration since, Duration stopTime) {}

    // The supervisor.

    /// What was asked for is answered no more; a shutdown is forgotten.
    void supervisorDied() {
        wasCutOff |= wanted.isShuttingDown();
        wanted.supervisorDied();
        asked.clear();
        stopping.clear();
        finished = false;
    }

    /// It has shown all that it knows, which is what the last one has shown.
    void supervisorIsBack() {
        wasCutOff = false;
    }

    boolean isFinished() {
        return finished;
    }

    /// It stood still, and could see to nothing.
    void supervisorStoodStill(Duration duration) {
        stopping.replaceAll((_, it) -> new Patience(it.since().plus(duration), it.stopTime()));
    }

    List<ProcessStatus> published() {
        return List.copyOf(published.values());
    }

    void commanded(Command command) {
        asked.put(command.ticket(), new Asked(command, pidsToEnd(command)));
        wanted.by(command);
        retries.commanded();
    }

    private List<Long> pidsToEnd(Command command) {
        return switch (command) {
            case Command.Stop(_, var names, var waits) when waits ->
                    pids(names, Set.of(ProcessState.STARTING, ProcessState.RUNNING));
            case Command.Remove(_, var names) -> pids(names, Set.of(ProcessState.values()));
            case Command.Shutdown _ -> pids(List.of("all"), Set.of(ProcessState.values()));
            default -> List.of();
        };
    }

    private List<Long> pids(List<String> names, Set<ProcessState> states) {
        return names.stream()
                .flatMap(name -> wanted.named(name).stream())
                .filter(status -> states.contains(status.state()) && status.pid() != 0)
                .map(ProcessStatus::pid)
                .toList();
    }

    // After every step.

    void check(List<Effect> effects, Duration uptime) {
        Violation.unless(
                effects.size() <= 20 * (published.size() + 5),
                "%d effects of one step",
                effects.size());
        var forgotten = new HashSet<ProcessName>();
        var ran = new HashSet<ProcessName>();
        var wentDown = new HashSet<ProcessName>();
        var woken = new HashSet<ProcessName>();
        for (var effect : effects) {
            switch (effect) {
                case Effect.Launch(var id, var spec) -> {
                    launched.put(id, spec);
                    wanted.launched(spec.identity());
                    Violation.unless(
                            !wanted.isToStayDown(spec.identity()),
                            "%s is launched, but is to stay down",
                            spec.name());
                    Violation.unless(
                            spec.equals(wanted.spec(spec.name())),
                            "%s is launched by an old specification",
                            spec.name());
                }
                case Effect.Release(var id) -> sweeps(id, effects);
                case Effect.Publish(var status, var spec) -> {
                    published.put(status.name(), status);
                    specs.put(status.name(), spec);
                }
                case Effect.Forget(var name) -> {
                    published.remove(name);
                    forgotten.add(name);
                }
                case Effect.Announce(var event) -> {
                    told.hear(event);
                    if (event instanceof SupervisorEvent.StateChange change) {
                        var name = change.name();
                        if (change.to() == ProcessState.RUNNING) {
                            ran.add(name);
                        } else if (change.to().isDown()) {
                            wentDown.add(name);
                        } else if (change.from().isDown() && !wentDown.contains(name)) {
                            woken.add(name);
                        }
                    }
                    obeysPolicy(event, effects);
                }
                case Effect.Write(_, _, _, var ticket) -> answered(ticket);
                case Effect.Request(var ticket, _, _) -> answered(ticket);
                case Effect.Reply(var ticket, var outcomes) -> {
                    var command = answered(ticket, outcomes);
                    var waited =
                            command instanceof Command.Start(_, _, var waits) && waits
                                    || command instanceof Command.Restart;
                    if (waited && outcomes.size() == 1) {
                        isTrue(outcomes.getFirst(), ran);
                    }
                }
                case Effect.Applied(var ticket, _) -> answered(ticket);
                case Effect.Refuse(var ticket, _) -> answered(ticket);
                case Effect.Finish() -> {
                    Violation.unless(!finished, "the end comes twice");
                    Violation.unless(effect == effects.getLast(), "the end is not the end");
                    finished = true;
                }
                case Effect.Remember _,
                        Effect.Erase _,
                        Effect.Adopt _,
                        Effect.Send _,
                        Effect.Limit _ -> {}
            }
        }
        published.keySet().forEach(forgotten::remove);
        forgotten.forEach(wanted::forget);
        if (wasCutOff) {
            told.look(published.values());
        }
        told.mustBe(published.values());
        for (var name : published.keySet()) {
            Violation.unless(
                    specs.get(name).equals(wanted.spec(name)),
                    "%s is shown with an old specification",
                    name);
        }
        for (var name : woken) {
            Violation.unless(
                    wanted.hasWhatItNeeds(wanted.spec(name)),
                    "%s is launched without %s",
                    name,
                    wanted.spec(name).start().dependsOn());
        }
        endsInTime(uptime);
    }

    /// What is left of its group is killed before the group's number is given away.
    private void sweeps(int id, List<Effect> effects) {
        var name = launched.get(id).name();
        var spec = current(launched.get(id));
        var sweep = effects.indexOf(new Effect.Send(id, Signal.KILL, whole(spec.stop())));
        var swept = sweep >= 0 && sweep < effects.indexOf(new Effect.Release(id));
        Violation.unless(
                !spec.stop().sweep() || swept, "%s is released, its group not killed", name);
    }

    private static Reach whole(StopPolicy stop) {
        return stop.killTree() ? Reach.TREE : Reach.GROUP;
    }

    private ProcessSpec current(ProcessSpec launchedWith) {
        return published.keySet().stream()
                .map(wanted::spec)
                .filter(s -> s != null && s.identity().equals(launchedWith.identity()))
                .findFirst()
                .orElse(launchedWith);
    }

    private Command answered(long ticket) {
        return answered(ticket, List.of());
    }

    /// What it was to end is gone, or out of control; whoever asked for it alone is told so.
    private Command answered(long ticket, List<Outcome> outcomes) {
        var command = asked.remove(ticket);
        Violation.unless(command != null, "command %d is answered twice", ticket);
        var failed = outcomes.stream().anyMatch(o -> o.result() == Outcome.Result.FAILED);
        for (var pid : command.pids()) {
            Violation.unless(
                    !told.isAlive(pid)
                            || failed
                            || wanted.isShuttingDown() && told.isOutOfControl(pid),
                    "pid %d is said to be gone",
                    pid);
        }
        return command.command();
    }

    private void isTrue(Outcome outcome, Set<ProcessName> ran) {
        if (outcome.isDone()) {
            var name = ProcessName.parse(outcome.name());
            Violation.unless(
                    ran.contains(name) || published.get(name).state() == ProcessState.RUNNING,
                    "%s is not RUNNING, but the caller is told so",
                    name);
        }
    }

    private void endsInTime(Duration uptime) {
        stopping.keySet().removeIf(pid -> !told.isAlive(pid) || told.isOutOfControl(pid));
        for (var status : published.values()) {
            if (status.state() == ProcessState.STOPPING && status.pid() != 0) {
                var stopTime = wanted.spec(status.name()).stop().stopTime();
                var patience =
                        stopping.merge(
                                status.pid(),
                                new Patience(uptime, stopTime),
                                (before, after) ->
                                        new Patience(
                                                before.since(),
                                                max(before.stopTime(), after.stopTime())));
                var latest = patience.since().plus(patience.stopTime()).plus(SLACK);
                Violation.unless(
                        uptime.compareTo(latest) <= 0,
                        "%s (pid %d) has been STOPPING since %s",
                        status.name(),
                        status.pid(),
                        patience);
            }
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    // Policies.

    private void obeysPolicy(SupervisorEvent event, List<Effect> effects) {
        switch (event) {
            case SupervisorEvent.Starting starting -> retries.starts(starting);
            case SupervisorEvent.Running running -> retries.isUp(running);
            case SupervisorEvent.Fatal fatal -> retries.givesUp(fatal);
            case SupervisorEvent.Exited exited -> exits(exited);
            case SupervisorEvent.Stopping s when s.pid() != 0 -> asks(s, effects);
            case SupervisorEvent.Killing killing -> kills(killing, effects);
            default -> {}
        }
    }

    private void exits(SupervisorEvent.Exited exited) {
        wanted.exited(exited.name(), exited.expected());
        var policy = wanted.spec(exited.name()).restart();
        var expected =
                exited.status() instanceof ExitStatus.Code(var code)
                        && policy.exitCodes().contains(code);
        Violation.unless(exited.expected() == expected, "is that expected? %s", exited);
        var restart =
                !wanted.isShuttingDown()
                        && switch (policy.autorestart()) {
                            case ALWAYS -> true;
                            case NEVER -> false;
                            case UNEXPECTED -> !expected;
                        };
        var state = published.get(exited.name()).state();
        var right =
                switch (state) {
                    case STARTING -> restart;
                    case BACKOFF -> restart && policy.backoff() instanceof Backoff.Exponential;
                    case EXITED -> !restart;
                    case STOPPED, RUNNING, STOPPING, FATAL, UNKNOWN -> false;
                };
        Violation.unless(right, "%s after %s", state, exited);
    }

    private void asks(SupervisorEvent.Stopping event, List<Effect> effects) {
        var stop = wanted.spec(event.name()).stop();
        var asked =
                sent(event.name(), effects)
                        .anyMatch(
                                send ->
                                        send.signal().equals(Signal.KILL)
                                                || send.signal().equals(stop.stopSignal())
                                                        && send.reach()
                                                                == (stop.stopAsGroup()
                                                                        ? Reach.GROUP
                                                                        : Reach.PROCESS));
        Violation.unless(asked, "nobody asks %s to stop", event.name());
    }

    private void kills(SupervisorEvent.Killing event, List<Effect> effects) {
        var stop = wanted.spec(event.name()).stop();
        var targets =
                sent(event.name(), effects)
                        .filter(send -> send.signal().equals(Signal.KILL))
                        .map(Effect.Send::reach)
                        .collect(Collectors.toSet());
        Violation.unless(
                targets.equals(
                        stop.killAsGroup()
                                ? Set.of(Reach.PROCESS, whole(stop))
                                : Set.of(Reach.PROCESS)),
                "%s is not killed as it is to be",
                event.name());
    }

    private Stream<Effect.Send> sent(ProcessName name, List<Effect> effects) {
        var process = wanted.spec(name).identity();
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .filter(send -> launched.get(send.id()).identity().equals(process));
    }

    // At rest.

    /// A reload of what is in force already does nothing.
    void nothingBut(Command.Apply apply, List<Effect> effects) {
        var unchanged =
                apply.programs().stream().mapToInt(program -> program.processes().size()).sum();
        var nothing = new ReloadSummary(List.of(), List.of(), List.of(), List.of(), unchanged);
        var right =
                effects.size() == 2
                        && effects.getFirst()
                                instanceof Effect.Announce(SupervisorEvent.Reloaded(_, var s))
                        && s.equals(nothing)
                        && effects.getLast().equals(new Effect.Applied(apply.ticket(), nothing));
        Violation.unless(right, "a reload of the same does %s", effects);
    }

    /// When nothing has gone wrong for a long time, all that is to run does.
    void allIsWell(Kernel kernel) {
        for (var status : published.values()) {
            var spec = wanted.spec(status.name());
            var right =
                    switch (status.state()) {
                        case RUNNING -> !wanted.isToStayDown(spec.identity());
                        case STOPPED -> wanted.mayRest(spec);
                        case EXITED, FATAL -> true;
                        case STARTING, BACKOFF, STOPPING, UNKNOWN -> false;
                    };
            Violation.unless(right, "in the end there is %s", status);
            if (status.state() == ProcessState.RUNNING) {
                var launch = kernel.launchedWith(status.pid());
                Violation.unless(launch.isPresent(), "in the end there is no %s", status);
                Violation.unless(
                        launch.get().template().sameLaunch(spec.template()),
                        "in the end %s runs what it ran before",
                        status);
            }
        }
        Violation.unless(asked.isEmpty(), "never answered: %s", asked.values());
    }

    void allIsOver() {
        Violation.unless(finished, "the shutdown does not end");
        Violation.unless(asked.isEmpty(), "never answered: %s", asked.values());
        for (var status : published.values()) {
            Violation.unless(
                    status.state().isDown() || status.state() == ProcessState.UNKNOWN,
                    "after the end there is %s",
                    status);
        }
    }
}
