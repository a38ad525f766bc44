package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Entry.Goal;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All processes, and what spans several of them.
///
/// Every method takes what happened and the moment, and returns what to do about it. Not safe for
/// use by several threads: the loop's thread owns it.
public final class Engine {
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<ProcessSpec.Identity, Entry> byIdentity = new LinkedHashMap<>();
    private final Names names = new Names();
    private final TreeSet<Due> deadlines = new TreeSet<>();
    private final Dependencies dependencies = new Dependencies(entries.values());
    private Optional<Shutdown> shutdown = Optional.empty();
    private int lastId;

    // What the step in hand has come to so far; empty between steps.
    private final List<Effect> effects = new ArrayList<>();
    private final List<SupervisorEvent> events = new ArrayList<>();
    private final SequencedSet<Entry> changed = new LinkedHashSet<>();
    private final List<Effect> replies = new ArrayList<>();

    private record Due(Duration at, int id) implements Comparable<Due> {
        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparingInt(Due::id);

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    /// {@return the earliest moment, by uptime, at which something happens by itself}
    public Optional<Duration> nextDeadline() {
        return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.first().at());
    }

    /// Time has passed.
    public List<Effect> advance(Moment now) {
        passTime(now);
        return done(now);
    }

    /// The outside world wants something.
    public List<Effect> on(Command command, Moment now) {
        passTime(now);
        switch (command) {
            case Command.Shutdown(var ticket) -> shutDown(ticket, now);
            // What still runs may still be spoken to: event listeners are told of the shutdown.
            case Command.Write write -> write(write);
            case Command _ when shutdown.isPresent() -> refuse(command);
            case Command.Apply(var ticket, var programs) ->
                    new Reload(this, now).apply(ticket, programs);
            case Command.Add(var ticket, var program) -> add(ticket, program, now);
            case Command.Remove(var ticket, var which) -> remove(ticket, which, now);
            case Command.Start(var ticket, var which, var wait) -> start(ticket, which, wait, now);
            case Command.Stop(var ticket, var which, var wait) -> stop(ticket, which, wait, now);
            case Command.Restart(var ticket, var which) -> restart(ticket, which, now);
            case Command.Send send -> send(send, now);
        }
        return done(now);
    }

    /// A process lives.
    public List<Effect> spawned(int id, long pid, Moment now) {
        return observed(id, new Input.Spawned(pid), now);
    }

    /// A process could not be started.
    public List<Effect> spawnFailed(int id, String reason, Moment now) {
        return observed(id, new Input.SpawnFailed(reason), now);
    }

    /// A process is gone.
    ///
    /// @param reason more than the status says, or empty
    public List<Effect> exited(int id, ExitStatus status, String reason, Moment now) {
        return observed(id, new Input.Exited(status, reason), now);
    }

    private List<Effect> observed(int id, Input input, Moment now) {
        passTime(now);
        var entry = entries.get(id);
        if (entry != null) {
            step(entry, input, now);
        }
        return done(now);
    }

    private void passTime(Moment now) {
        while (!deadlines.isEmpty() && deadlines.first().at().compareTo(now.uptime()) <= 0) {
            step(entries.get(deadlines.first().id()), new Input.DeadlineReached(), now);
        }
    }

    // One step of one process, and what follows from it for the others.

    void step(Entry entry, Input input, Moment now) {
        var before = entry.phase;
        var step = entry.machine.on(before, input, now);
        entry.phase = step.next();
        for (var effect : step.effects()) {
            if (effect instanceof Effect.Announce(var event)) {
                entry.remember(event);
                events.add(event);
            } else {
                effects.add(effect);
            }
        }
        schedule(entry);
        if (before != step.next()) {
            changed.add(entry);
            settleWaits(entry);
            if (entry.leaving && entry.phase.isDown()) {
                forget(entry, now);
            }
            shutdown.filter(_ -> entry.phase.isDown()).ifPresent(s -> s.stage().remove(entry));
            List.copyOf(dependencies.on(entry)).forEach(dependent -> reconsider(dependent, now));
        }
    }

    /// Puts the end of the phase, which the specification has a say in, where it belongs.
    void schedule(Entry entry) {
        var deadline = entry.machine.deadline(entry.phase);
        if (!deadline.equals(entry.deadline)) {
            entry.deadline.ifPresent(at -> deadlines.remove(new Due(at, entry.id)));
            deadline.ifPresent(at -> deadlines.add(new Due(at, entry.id)));
            entry.deadline = deadline;
        }
    }

    private void settleWaits(Entry entry) {
        entry.waits.removeIf(
                wait -> {
                    var result = result(entry, wait.goal());
                    result.ifPresent(r -> settle(wait, outcome(entry, r)));
                    return result.isPresent();
                });
    }

    private void settle(Entry.Wait wait, Outcome outcome) {
        wait.pending().settle(wait.index(), outcome);
        replyIfDone(wait.pending());
    }

    private void replyIfDone(Pending pending) {
        if (pending.isDone()) {
            replies.add(new Effect.Reply(pending.ticket, pending.outcomes()));
        }
    }

    private static Optional<Result> result(Entry entry, Goal goal) {
        if (goal == Goal.DOWN) {
            return entry.phase.state() == ProcessState.STOPPING
                    ? Optional.empty()
                    : Optional.of(Result.DONE);
        }
        return switch (entry.phase) {
            case Phase.Running _ -> Optional.of(Result.DONE);
            case Phase.Starting _ ->
                    goal == Goal.SPAWNED ? Optional.of(Result.DONE) : Optional.empty();
            case Phase.Waiting _ -> Optional.empty();
            case Phase.Spawning(_, var wish) ->
                    wish == Phase.Wish.STOP
                            ? Optional.of(Result.ABNORMAL_TERMINATION)
                            : Optional.empty();
            case Phase.Stopping stopping ->
                    stopping.startAgain()
                            ? Optional.empty()
                            : Optional.of(Result.ABNORMAL_TERMINATION);
            case Phase.Backoff _, Phase.Fatal _ -> Optional.of(Result.SPAWN_ERROR);
            case Phase.Stopped _, Phase.Exited _ -> Optional.of(Result.ABNORMAL_TERMINATION);
        };
    }

    private static Outcome outcome(Entry entry, Result result) {
        return new Outcome(
                entry.name().toString(),
                result,
                result == Result.SPAWN_ERROR ? entry.status().reason() : "");
    }

    /// Starts what waits for others as soon as they are there, and says what it waits for.
    private void reconsider(Entry entry, Moment now) {
        if (!(entry.phase instanceof Phase.Waiting)) {
            return;
        }
        var missing = dependencies.missingFor(entry);
        if (missing.isEmpty()) {
            step(entry, new Input.Start(), now);
            return;
        }
        var reason =
                missing.stream()
                        .map(other -> other.name() + " (" + other.phase.state() + ")")
                        .collect(Collectors.joining(", ", "waiting for ", ""));
        entry.because(reason);
        changed.add(entry);
        if (missing.stream().anyMatch(e -> e.phase.isDown())) {
            // It may come yet, but not by itself: whoever waits is better told.
            entry.waits.removeIf(
                    wait -> {
                        settle(
                                wait,
                                new Outcome(entry.name().toString(), Result.SPAWN_ERROR, reason));
                        return true;
                    });
        }
    }

    void bringUp(Entry entry, Moment now) {
        if (!entry.phase.isDown()) {
            return;
        }
        var missing = dependencies.missingFor(entry);
        if (missing.isEmpty()) {
            step(entry, new Input.Start(), now);
        } else {
            // First this one, then the others: so a circle of them comes to an end here.
            step(entry, new Input.Await(), now);
            missing.forEach(other -> bringUp(other, now));
            reconsider(entry, now);
        }
    }

    // Commands.

    private void add(long ticket, ProgramSpec program, Moment now) {
        var taken =
                program.processes().stream()
                        .filter(
                                spec ->
                                        names.has(spec.name())
                                                || byIdentity.containsKey(spec.identity()))
                        .findFirst();
        if (taken.isPresent()) {
            replies.add(
                    new Effect.Refuse(
                            ticket, "there is a process " + taken.get().name() + " already"));
            return;
        }
        var pending = new Pending(ticket);
        var added = program.processes().stream().map(spec -> supervise(spec, now)).toList();
        for (var entry : added) {
            await(pending, entry, Goal.UP);
        }
        added.forEach(entry -> bringUp(entry, now));
        replyIfNothingIsAwaited(pending);
    }

    private void remove(long ticket, List<String> which, Moment now) {
        eachNamed(
                ticket,
                which,
                (pending, entry, _) -> {
                    await(pending, entry, Goal.DOWN);
                    leave(entry, now);
                });
    }

    private void start(long ticket, List<String> which, boolean wait, Moment now) {
        var goal = wait ? Goal.UP : Goal.SPAWNED;
        eachNamed(
                ticket,
                which,
                (pending, entry, wildcard) -> {
                    if (entry.phase.state().isUp()) {
                        rejectUnless(wildcard, pending, entry, Result.ALREADY_STARTED);
                    } else if (entry.phase.isDown() || entry.phase instanceof Phase.Waiting) {
                        await(pending, entry, goal);
                        bringUp(entry, now);
                    } else {
                        // supervisord's answer to a start of what is just being stopped.
                        rejectUnless(wildcard, pending, entry, Result.ABNORMAL_TERMINATION);
                    }
                });
    }

    private void stop(long ticket, List<String> which, boolean wait, Moment now) {
        eachNamed(
                ticket,
                which,
                (pending, entry, wildcard) -> {
                    if (!entry.isUp()) {
                        rejectUnless(wildcard, pending, entry, Result.NOT_RUNNING);
                        return;
                    }
                    if (wait) {
                        await(pending, entry, Goal.DOWN);
                    } else {
                        pending.settled(outcome(entry, Result.DONE));
                    }
                    entry.touched = true;
                    step(entry, new Input.Stop(), now);
                });
    }

    private void restart(long ticket, List<String> which, Moment now) {
        eachNamed(
                ticket,
                which,
                (pending, entry, _) -> {
                    if (entry.phase.isDown()) {
                        await(pending, entry, Goal.UP);
                        bringUp(entry, now);
                    } else {
                        step(entry, new Input.Restart(), now);
                        await(pending, entry, Goal.UP);
                    }
                });
    }

    private void send(Command.Send command, Moment now) {
        eachNamed(
                command.ticket(),
                command.names(),
                (pending, entry, wildcard) -> {
                    if (entry.phase.pid() == 0) {
                        rejectUnless(wildcard, pending, entry, Result.NOT_RUNNING);
                        return;
                    }
                    effects.add(new Effect.Send(entry.id, command.signal(), false));
                    events.add(
                            new SupervisorEvent.Signalled(
                                    now.wall(), entry.name(), entry.phase.pid(), command.signal()));
                    pending.settled(outcome(entry, Result.DONE));
                });
    }

    private void write(Command.Write command) {
        var found = names.find(command.name()).entries();
        if (found.size() == 1 && found.getFirst().phase.pid() != 0) {
            var entry = found.getFirst();
            effects.add(
                    new Effect.Write(
                            entry.id, entry.name().toString(), command.bytes(), command.ticket()));
            return;
        }
        var result = found.size() == 1 ? Result.NOT_RUNNING : Result.NO_SUCH_PROCESS;
        replies.add(
                new Effect.Reply(command.ticket(), List.of(new Outcome(command.name(), result))));
    }

    private interface ForEach {
        void accept(Pending pending, Entry entry, boolean wildcard);
    }

    private void eachNamed(long ticket, List<String> which, ForEach action) {
        var pending = new Pending(ticket);
        for (var name : which) {
            var found = names.find(name);
            if (found.entries().isEmpty() && !name.equals("all")) {
                var result = found.group() ? Result.NO_SUCH_GROUP : Result.NO_SUCH_PROCESS;
                pending.settled(new Outcome(name, result));
            }
            found.entries().forEach(entry -> action.accept(pending, entry, found.wildcard()));
        }
        replyIfNothingIsAwaited(pending);
    }

    /// Every command is answered once: here if nothing is awaited, else when the last wait settles.
    private void replyIfNothingIsAwaited(Pending pending) {
        pending.close();
        replyIfDone(pending);
    }

    private static void await(Pending pending, Entry entry, Goal goal) {
        entry.waits.add(new Entry.Wait(pending, pending.expect(), goal));
    }

    private static void rejectUnless(
            boolean wildcard, Pending pending, Entry entry, Result result) {
        if (!wildcard) {
            pending.settled(outcome(entry, result));
        }
    }

    private void refuse(Command command) {
        var reason = "the supervisor is shutting down";
        var named =
                switch (command) {
                    case Command.Apply _, Command.Add _, Command.Write _, Command.Shutdown _ ->
                            List.<String>of();
                    case Command.Remove(_, var which) -> which;
                    case Command.Start(_, var which, _) -> which;
                    case Command.Stop(_, var which, _) -> which;
                    case Command.Restart(_, var which) -> which;
                    case Command.Send(_, _, var which) -> which;
                };
        replies.add(
                named.isEmpty()
                        ? new Effect.Refuse(command.ticket(), reason)
                        : new Effect.Reply(
                                command.ticket(),
                                named.stream()
                                        .map(n -> new Outcome(n, Result.SHUTTING_DOWN, reason))
                                        .toList()));
    }

    // What is supervised.

    Entry supervise(ProcessSpec spec, Moment now) {
        var entry = new Entry(++lastId, spec);
        entries.put(entry.id, entry);
        byIdentity.put(spec.identity(), entry);
        names.put(entry);
        changed.add(entry);
        events.add(new SupervisorEvent.Added(now.wall(), entry.name()));
        dependencies.changed();
        return entry;
    }

    /// Stops it, and forgets it when it is down.
    void leave(Entry entry, Moment now) {
        entry.leaving = true;
        if (entry.phase.isDown()) {
            forget(entry, now);
        } else {
            step(entry, new Input.Stop(), now);
        }
    }

    private void forget(Entry entry, Moment now) {
        schedule(entry);
        entries.remove(entry.id);
        byIdentity.remove(entry.spec().identity(), entry);
        changed.remove(entry);
        if (names.remove(entry.name(), entry)) {
            effects.add(new Effect.Forget(entry.name()));
        }
        events.add(new SupervisorEvent.Removed(now.wall(), entry.name()));
        settleWaits(entry);
        dependencies.changed();
    }

    /// The same process, otherwise wanted: perhaps under another name.
    void respecify(Entry entry, ProcessSpec spec, Moment now) {
        var oldName = entry.name();
        entry.become(spec);
        schedule(entry);
        changed.add(entry);
        dependencies.changed();
        if (!oldName.equals(entry.name())) {
            if (names.remove(oldName, entry)) {
                effects.add(new Effect.Forget(oldName));
            }
            names.put(entry);
            events.add(new SupervisorEvent.Renamed(now.wall(), entry.name(), oldName));
        }
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void emit(SupervisorEvent event) {
        events.add(event);
    }

    void answer(Effect reply) {
        replies.add(reply);
    }

    Optional<Entry> byIdentity(ProcessSpec.Identity identity) {
        return Optional.ofNullable(byIdentity.get(identity));
    }

    Collection<Entry> all() {
        return entries.values();
    }

    // The end.

    private void shutDown(long ticket, Moment now) {
        if (shutdown.isPresent()) {
            shutdown.get().tickets().add(ticket);
            List.copyOf(entries.values()).forEach(entry -> step(entry, new Input.Kill(), now));
            return;
        }
        shutdown = Optional.of(new Shutdown(new ArrayList<>(List.of(ticket)), new HashSet<>()));
        events.add(new SupervisorEvent.SupervisorStopping(now.wall()));
        entries.values().forEach(Entry::neverRestart);
    }

    /// @param tickets who is told when all is down; empty once they were
    /// @param stage what is being stopped now; the next stage begins when all of it is down
    private record Shutdown(List<Long> tickets, Set<Entry> stage) {}

    private void goOnShuttingDown(Shutdown shuttingDown, Moment now) {
        while (shuttingDown.stage().isEmpty() && !shuttingDown.tickets().isEmpty()) {
            var up = entries.values().stream().filter(entry -> !entry.phase.isDown()).toList();
            if (up.isEmpty()) {
                events.add(new SupervisorEvent.SupervisorStopped(now.wall()));
                shuttingDown.tickets().forEach(t -> replies.add(new Effect.Reply(t, List.of())));
                replies.add(new Effect.Finish());
                shuttingDown.tickets().clear();
                return;
            }
            // What has no process has nothing to wait for, and must not come up any more.
            for (var entry : up) {
                if (entry.phase instanceof Phase.Backoff || entry.phase instanceof Phase.Waiting) {
                    step(entry, new Input.Stop(), now);
                }
            }
            var stage = dependencies.lastToStart(up);
            stage.stream().filter(e -> !e.phase.isDown()).forEach(shuttingDown.stage()::add);
            stage.forEach(entry -> step(entry, new Input.Stop(), now));
        }
    }

    // The end of a step: what became of it, in the order in which it must be done. The status is
    // published before listeners and callers are told, so that they find what they were told.
    private List<Effect> done(Moment now) {
        shutdown.filter(s -> !s.tickets().isEmpty()).ifPresent(s -> goOnShuttingDown(s, now));
        var all =
                new ArrayList<Effect>(
                        effects.size() + changed.size() + events.size() + replies.size());
        all.addAll(effects);
        changed.forEach(entry -> all.add(new Effect.Publish(entry.status(), entry.spec())));
        events.forEach(event -> all.add(new Effect.Announce(event)));
        all.addAll(replies);
        effects.clear();
        changed.clear();
        events.clear();
        replies.clear();
        return all;
    }
}
