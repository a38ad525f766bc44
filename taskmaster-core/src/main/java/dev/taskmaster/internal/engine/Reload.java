package dev.taskmaster.internal.engine;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes what is supervised what a new list of programs wants, touching nothing else: one use, one
/// reload.
final class Reload {
    private final Engine engine;
    private final Moment now;
    private final List<ProcessName> added = new ArrayList<>();
    private final List<ProcessName> removed = new ArrayList<>();
    private final List<ProcessName> replaced = new ArrayList<>();
    private final List<ProcessName> updated = new ArrayList<>();
    private final List<Entry> toStart = new ArrayList<>();
    private int unchanged;

    Reload(Engine engine, Moment now) {
        this.engine = engine;
        this.now = now;
    }

    void apply(Command.Apply command) {
        var wanted = new LinkedHashMap<ProcessSpec.Identity, ProcessSpec>();
        command.programs()
                .forEach(p -> p.processes().forEach(spec -> wanted.put(spec.identity(), spec)));

        var kept = new HashMap<ProcessSpec.Identity, Entry>();
        wanted.forEach(
                (identity, spec) ->
                        engine.byIdentity(identity)
                                .or(() -> heir(spec, wanted.keySet()))
                                .ifPresent(entry -> kept.put(identity, entry)));
        var staying = Set.copyOf(kept.values());
        for (var entry : List.copyOf(engine.all())) {
            if (!staying.contains(entry) && !entry.leaving) {
                removed.add(entry.name());
                engine.leave(entry, now);
            }
        }
        wanted.forEach(
                (identity, spec) -> {
                    var entry = kept.get(identity);
                    if (entry == null) {
                        add(spec);
                    } else {
                        change(entry, spec);
                    }
                });
        toStart.sort(Names.START_ORDER);
        toStart.forEach(engine::bringUp);

        var summary =
                new ReloadSummary(
                        added, removed, replaced, updated, unchanged, command.needsRestart());
        engine.emit(new SupervisorEvent.Reloaded(now.wall(), summary));
        engine.answer(new Effect.Applied(command.ticket(), summary));
    }

    /// A process of the same name that nobody wants any more becomes the new one, so that no two of
    /// one name live side by side.
    private Optional<Entry> heir(ProcessSpec spec, Set<ProcessSpec.Identity> wanted) {
        return engine.names
                .holder(spec.name())
                .filter(holder -> !wanted.contains(holder.spec().identity()));
    }

    private void add(ProcessSpec spec) {
        added.add(spec.name());
        var entry = engine.supervise(spec, now);
        if (spec.start().autostart()) {
            toStart.add(entry);
        }
    }

    private void change(Entry entry, ProcessSpec spec) {
        var old = entry.spec();
        if (!entry.leaving && old.equals(spec)) {
            unchanged++;
            startIfNew(entry);
            return;
        }
        engine.respecify(entry, spec, now);
        if (entry.leaving) {
            entry.leaving = false;
            replaced.add(spec.name());
            if (spec.start().autostart()) {
                engine.step(entry, new Input.Start(), now);
            }
        } else if (old.goesOnAs(spec)) {
            updated.add(spec.name());
            entry.limits().forEach(engine::emit);
            startIfNew(entry);
        } else {
            replaced.add(spec.name());
            replace(entry);
        }
    }

    /// What is up runs anew. What ended or could not be started is given another chance; what
    /// somebody stopped stays stopped.
    private void replace(Entry entry) {
        switch (entry.phase) {
            case Phase.Spawning _, Phase.Starting _, Phase.Running _, Phase.Backoff _ -> {
                if (entry.phase.isWanted()) {
                    engine.step(entry, new Input.Restart(), now);
                }
            }
            case Phase.Exited _, Phase.Fatal _ -> {
                if (entry.spec().start().autostart()) {
                    toStart.add(entry);
                }
            }
            case Phase.Stopped _ -> startIfNew(entry);
            case Phase.Waiting _, Phase.Stopping _, Phase.Unknown _ -> {
                // Starts with the new specification, if it starts.
            }
        }
    }

    private void startIfNew(Entry entry) {
        if (entry.phase instanceof Phase.Stopped
                && !entry.touched
                && entry.spec().start().autostart()) {
            toStart.add(entry);
        }
    }
}
