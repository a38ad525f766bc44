package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ExitStatus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All processes, and what spans several of them.
///
/// Every method takes what happened and the moment, and returns what to do about it. Not safe for
/// use by several threads: the loop's thread owns it.
public final class Engine {
    final Names names = new Names();
    final Dependencies dependencies = new Dependencies();
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<ProcessSpec.Identity, Entry> byIdentity = new LinkedHashMap<>();
    private final TreeSet<Due> deadlines = new TreeSet<>();
    private final Commands commands = new Commands(this);
    private Optional<Shutdown> shutdown = Optional.empty();
    private int lastId;

    // What the step in hand has come to so far; empty between steps.
    private final SequencedSet<Entry> toStart = new LinkedHashSet<>();
    private final SequencedSet<Entry> toReconsider = new LinkedHashSet<>();
    private SequencedSet<Entry> changed = new LinkedHashSet<>();
    private final List<Effect> erased = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<SupervisorEvent> events = new ArrayList<>();
    private final List<Effect> answers = new ArrayList<>();

    private record Due(Duration at, int id) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            var byTime = at.compareTo(other.at);
            return byTime == 0 ? Integer.compare(id, other.id) : byTime;
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
            case Command.Write write -> commands.write(write);
            case Command _ when shutdown.isPresent() ->
                    commands.refuse(command, "the supervisor is shutting down");
            case Command.Apply apply -> new Reload(this, now).apply(apply);
            case Command.Add add -> commands.add(add, now);
            case Command.Remove remove -> commands.remove(remove, now);
            case Command.Start start -> commands.start(start);
            case Command.Stop stop -> commands.stop(stop, now);
            case Command.Restart restart -> commands.restart(restart, now);
            case Command.Send send -> commands.send(send, now);
        }
        return done(now);
    }

    /// Goes on where an earlier engine has ended; for an engine that has nothing to supervise yet.
    /// What had a process is to be taken up; what became of that is told by [#adopted], [#exited]
    /// or [#notSpawned].
    public List<Effect> restore(List<Remembered> memories, Moment now) {
        // Who leaves has given up its name to whoever else has it.
        memories.stream()
                .sorted((a, b) -> Boolean.compare(b.life().leaving(), a.life().leaving()))
                .map(memory -> new Entry(memory.resumed(now.uptime())))
                .forEach(this::restore);
        return done(now);
    }

    private void restore(Entry entry) {
        lastId = Math.max(lastId, entry.id);
        put(entry);
        schedule(entry);
        switch (entry.phase) {
            case Phase.Spawning _,
                    Phase.Starting _,
                    Phase.Running _,
                    Phase.Stopping _,
                    Phase.Unknown _ ->
                    effects.add(new Effect.Adopt(entry.id, entry.spec()));
            case Phase.Waiting _ -> toReconsider.add(entry);
            case Phase.Stopped _, Phase.Backoff _, Phase.Exited _, Phase.Fatal _ -> {}
        }
    }

    /// {@return all that is known, for a later engine}
    public List<Remembered> remembered() {
        return entries.values().stream().map(Entry::remembered).toList();
    }

    /// A process that an earlier supervisor has started lives. What that one has asked of it last
    /// is asked again: it may have died before it came to that.
    public List<Effect> adopted(int id, long pid, Moment now) {
        var entry = entries.get(id);
        if (entry != null && !(entry.phase instanceof Phase.Spawning)) {
            passTime(now);
            events.add(
                    new SupervisorEvent.Adopted(
                            now.wall(), entry.name(), entry.phase.state(), pid));
            effects.addAll(entry.machine.again(entry.phase));
            return done(now);
        }
        return spawned(id, pid, now);
    }

    /// A process that an earlier supervisor was about to start was never started. It is now, unless
    /// that is not wanted any more.
    public List<Effect> notSpawned(int id, Moment now) {
        var entry = entries.get(id);
        if (entry != null
                && entry.phase instanceof Phase.Spawning(_, var wish)
                && wish == Phase.Wish.RUN) {
            passTime(now);
            if (entry.machine.mayRestart()) {
                effects.add(new Effect.Launch(id, entry.spec()));
                return done(now);
            }
            step(entry, new Input.Stop(), now);
        }
        return spawnFailed(id, "", now);
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

    /// The system did not let the launcher kill a process.
    ///
    /// @param reason why, for people
    public List<Effect> killRefused(int id, String reason, Moment now) {
        return observed(id, new Input.KillRefused(reason), now);
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

    private void shutDown(long ticket, Moment now) {
        if (shutdown.isPresent()) {
            shutdown.get().hurry(now);
        } else {
            shutdown = Optional.of(new Shutdown(this, now));
        }
        shutdown.get().ask(ticket);
    }

    // One step of one process, and what follows from it for the others.

    void step(Entry entry, Input input, Moment now) {
        var before = entry.phase;
        var step = entry.machine.on(before, input, now);
        if (step.next().equals(before) && step.effects().isEmpty()) {
            return;
        }
        entry.enter(step.next());
        for (var effect : step.effects()) {
            if (effect instanceof Effect.Announce(SupervisorEvent.ProcessEvent event)) {
                entry.remember(event);
                events.add(event);
            } else {
                effects.add(effect);
            }
        }
        schedule(entry);
        changed.add(entry);
        entry.settleWaits();
        toReconsider.addAll(dependencies.on(entry));
        if (entry.phase.isOver()) {
            shutdown.ifPresent(s -> s.isOver(entry));
        }
        if (entry.phase.isDown() && entry.leaving) {
            forget(entry, now);
        }
    }

    /// Puts the end of the phase, which the specification has a say in, where it belongs.
    private void schedule(Entry entry) {
        var deadline = entry.machine.deadline(entry.phase);
        if (!deadline.equals(entry.deadline)) {
            entry.deadline.ifPresent(at -> deadlines.remove(new Due(at, entry.id)));
            deadline.ifPresent(at -> deadlines.add(new Due(at, entry.id)));
            entry.deadline = deadline;
        }
    }

    /// Starts it, and what it needs, at the end of the step in hand: by then all is known that the
    /// step wants.
    void bringUp(Entry entry) {
        toStart.add(entry);
    }

    private void bringUp(Entry entry, Moment now) {
        if (!entry.phase.isStartable()) {
            return;
        }
        // What has done its work, but is to do it again now, is waited for too.
        var missing =
                dependencies
                        .of(entry)
                        .filter(other -> !other.isThere() || toStart.contains(other))
                        .toList();
        if (missing.isEmpty()) {
            step(entry, new Input.Start(), now);
        } else {
            step(entry, new Input.Await(), now);
            toReconsider.add(entry);
            toStart.addAll(missing);
        }
    }

    /// Starts what waits for others as soon as they are there, and says what it waits for.
    private void reconsider(Entry entry, Moment now) {
        if (!(entry.phase instanceof Phase.Waiting)) {
            return;
        }
        if (dependencies.missingFor(entry).isEmpty()) {
            step(entry, new Input.Start(), now);
            return;
        }
        var awaited = dependencies.awaitedBy(entry);
        var reason =
                awaited.isEmpty()
                        ? "waiting for itself, by way of what it depends on"
                        : awaited.stream()
                                .map(other -> other.name() + " (" + other.phase.state() + ")")
                                .collect(Collectors.joining(", ", "waiting for ", ""));
        if (entry.because(reason)) {
            changed.add(entry);
            toReconsider.addAll(dependencies.on(entry));
        }
        if (awaited.isEmpty() || awaited.stream().anyMatch(other -> other.phase.isOver())) {
            // It may come yet, but not by itself: whoever waits is better told.
            entry.giveUpWaits();
        }
    }

    // What is supervised.

    Entry supervise(ProcessSpec spec, Moment now) {
        var entry = new Entry(++lastId, spec);
        put(entry);
        events.add(new SupervisorEvent.Added(now.wall(), entry.name()));
        return entry;
    }

    private void put(Entry entry) {
        entries.put(entry.id, entry);
        byIdentity.put(entry.spec().identity(), entry);
        names.put(entry);
        dependencies.add(entry);
        changed.add(entry);
    }

    /// Stops it, and forgets it when it is down.
    void leave(Entry entry, Moment now) {
        entry.leaving = true;
        changed.add(entry);
        if (entry.phase.isDown()) {
            entry.settleWaits();
            toReconsider.addAll(dependencies.on(entry));
            forget(entry, now);
        } else {
            step(entry, new Input.Stop(), now);
        }
    }

    private void forget(Entry entry, Moment now) {
        entries.remove(entry.id);
        byIdentity.remove(entry.spec().identity(), entry);
        dependencies.remove(entry);
        changed.remove(entry);
        erased.add(new Effect.Erase(entry.id));
        if (names.remove(entry.name(), entry)) {
            effects.add(new Effect.Forget(entry.name()));
        }
        events.add(new SupervisorEvent.Removed(now.wall(), entry.name()));
    }

    /// The same process, otherwise wanted: perhaps under another name.
    void respecify(Entry entry, ProcessSpec spec, Moment now) {
        var oldName = entry.name();
        byIdentity.remove(entry.spec().identity(), entry);
        byIdentity.put(spec.identity(), entry);
        dependencies.remove(entry);
        entry.become(spec);
        dependencies.add(entry);
        schedule(entry);
        changed.add(entry);
        toReconsider.add(entry);
        if (!oldName.equals(entry.name())) {
            if (names.remove(oldName, entry)) {
                effects.add(new Effect.Forget(oldName));
            }
            names.put(entry);
            events.add(new SupervisorEvent.Renamed(now.wall(), entry.name(), oldName));
        }
    }

    Optional<Entry> byIdentity(ProcessSpec.Identity identity) {
        return Optional.ofNullable(byIdentity.get(identity));
    }

    Collection<Entry> all() {
        return entries.values();
    }

    // The end of a step.

    void emit(Effect effect) {
        effects.add(effect);
    }

    void emit(SupervisorEvent event) {
        events.add(event);
    }

    void answer(Effect answer) {
        answers.add(answer);
    }

    /// What became of the step, in the order in which it must be done. It is written down before
    /// anything is done, so that whoever goes on from there does nothing twice. The status is
    /// published before listeners and callers are told, so that they find what they were told.
    private List<Effect> done(Moment now) {
        settle(now);
        var all = new ArrayList<>(erased);
        for (var entry : changed) {
            all.add(new Effect.Remember(entry.remembered()));
        }
        all.addAll(effects);
        for (var entry : changed) {
            if (names.isCurrent(entry)) {
                all.add(new Effect.Publish(entry.status(), entry.spec()));
            }
        }
        for (var event : events) {
            all.add(new Effect.Announce(event));
        }
        all.addAll(answers);
        erased.clear();
        effects.clear();
        // A set that was large once would stay so, and take as long to clear each time.
        changed = new LinkedHashSet<>();
        events.clear();
        answers.clear();
        return all;
    }

    private void settle(Moment now) {
        var seen = new LinkedHashSet<Entry>();
        while (!toStart.isEmpty()) {
            var entry = toStart.removeFirst();
            if (seen.add(entry)) {
                bringUp(entry, now);
            }
        }
        shutdown.ifPresent(s -> s.goOn(now));
        while (!toReconsider.isEmpty()) {
            reconsider(toReconsider.removeFirst(), now);
        }
    }
}
