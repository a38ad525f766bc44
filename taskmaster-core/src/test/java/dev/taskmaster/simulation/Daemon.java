package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.engine.Engine;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.journal.Recovered;
import dev.taskmaster.status.ExitStatus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The supervisor of a world: a real engine, a real journal, and the loop's part between them.
/// [Invariants] watches every step.
///
/// It may die in the middle of a step: then the beginning of what the step writes is written, or
/// all of it and the beginning of what it does is done. A later one goes on from there.
final class Daemon implements Kernel.Observer {
    /// How many worlds have a real journal, which takes ten times as long as the rest.
    private static final double REAL_DISKS = 0.04;

    private final Chance chance;
    private final Kernel kernel;
    private final Disk disk;
    private final Supplier<Moment> clock;
    private final List<Line> story = new ArrayList<>();
    private Engine engine = new Engine();
    private Invariants invariants = new Invariants();

    /// The rules as of when the disk was last written to, while it is full.
    private Optional<Invariants> rulesOnDisk = Optional.empty();

    /// What the last one has left and was not taken up yet.
    private final Map<Integer, Recovered.Left> left = new HashMap<>();

    private int launches;

    /// In how many steps it dies; never if negative.
    private int doom = -1;

    Daemon(Chance chance, Supplier<Moment> clock) {
        this.chance = chance;
        this.clock = clock;
        this.disk = chance.of(REAL_DISKS) ? new RealDisk(chance) : new ModelDisk(chance);
        this.kernel = new Kernel(chance, this);
    }

    /// The supervisor has died.
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the supervisor is dead", null, false, false);
        }
    }

    Kernel kernel() {
        return kernel;
    }

    Invariants invariants() {
        return invariants;
    }

    List<Line> story() {
        return story;
    }

    Optional<Duration> nextDeadline() {
        return engine.nextDeadline();
    }

    // Death and afterlife.

    /// Dies in the midst of a step that comes soon; or never.
    void doom(int steps) {
        doom = steps;
    }

    void spare() {
        doom = -1;
    }

    void fillDisk() {
        if (rulesOnDisk.isEmpty()) {
            tell("the disk is full");
            rulesOnDisk = Optional.of(invariants.copy());
            disk.fill();
        }
    }

    void clearDisk() {
        tell("the disk has room");
        disk.clear();
    }

    /// Dies between two steps.
    Death die() {
        return die(rulesOnDisk.orElse(invariants));
    }

    private Death die(Invariants rules) {
        tell("the supervisor dies");
        invariants = rules;
        invariants.supervisorDied();
        kernel.supervisorDied();
        doom = -1;
        return new Death();
    }

    /// Another one takes over.
    void revive() {
        var behind = rulesOnDisk.isPresent();
        var recovered = disk.read();
        Violation.unless(recovered.problems().isEmpty(), "%s", recovered.problems());
        left.clear();
        recovered.left().forEach(it -> left.put(it.memory().id(), it));
        kernel.supervisorIsBack(
                recovered.left().stream().flatMap(it -> it.keep().stream()).toList(), behind);
        engine = new Engine();
        rulesOnDisk = disk.isFull() ? Optional.of(invariants.copy()) : Optional.empty();
        var memories = recovered.left().stream().map(Recovered.Left::memory).toList();
        step("a supervisor takes over", () -> engine.restore(memories, clock.get()));
        invariants.supervisorIsBack();
    }

    /// All has ended in order.
    void close() {
        disk.close();
    }

    // What happens.

    void advance() {
        step("time passes", () -> engine.advance(clock.get()));
        Violation.unless(
                engine.nextDeadline()
                        .filter(at -> at.compareTo(clock.get().uptime()) <= 0)
                        .isEmpty(),
                "the next deadline is over already: %s",
                engine.nextDeadline());
    }

    /// Time passes first, so that what the command does is what the command did.
    List<Effect> command(Command command) {
        advance();
        return step(
                command,
                () -> {
                    invariants.commanded(command);
                    return engine.on(command, clock.get());
                });
    }

    @Override
    public void spawned(int id, long pid) {
        disk.launched(id, Long.toString(pid));
        step("process " + id + " spawned: pid " + pid, () -> engine.spawned(id, pid, clock.get()));
    }

    @Override
    public void failed(int id, String reason) {
        step(
                "process " + id + " could not be spawned",
                () -> engine.spawnFailed(id, reason, clock.get()));
    }

    @Override
    public void exited(int id, ExitStatus status) {
        step("process " + id + ": " + status, () -> engine.exited(id, status, "", clock.get()));
    }

    @Override
    public void killRefused(int id, String reason) {
        step(
                "process " + id + " cannot be killed",
                () -> engine.killRefused(id, reason, clock.get()));
    }

    @Override
    public void adopted(int id, long pid) {
        disk.launched(id, Long.toString(pid));
        step("process " + id + " taken up: pid " + pid, () -> engine.adopted(id, pid, clock.get()));
    }

    @Override
    public void notSpawned(int id) {
        step("process " + id + " never spawned", () -> engine.notSpawned(id, clock.get()));
    }

    // The loop's part.

    private List<Effect> step(Object happened, Supplier<List<Effect>> engineCall) {
        var dies = doom == 0;
        doom--;
        var before = dies ? rulesOnDisk.orElseGet(invariants::copy) : invariants;
        var line = story.size();
        tell(happened);
        var effects = engineCall.get();
        story.set(line, new Line(clock.get().uptime(), happened, effects));
        invariants.check(effects, clock.get().uptime());
        var keeps = writeDown(effects);
        if (dies && !disk.flushPartly(engine::remembered)) {
            throw die(before);
        }
        if (disk.flush(engine::remembered)) {
            rulesOnDisk = Optional.empty();
        }
        var done = dies ? chance.upTo(effects.size()) : effects.size();
        effects.subList(0, done).forEach(effect -> carryOut(effect, keeps));
        if (dies) {
            throw die();
        }
        return effects;
    }

    void tell(Object happened) {
        story.add(new Line(clock.get().uptime(), happened, List.of()));
    }

    /// {@return what the launches are kept by}
    private Map<Integer, Path> writeDown(List<Effect> effects) {
        var keeps = new HashMap<Integer, Path>();
        for (var effect : effects) {
            switch (effect) {
                case Effect.Remember(var memory) -> disk.remember(memory);
                case Effect.Erase(var id) -> disk.erase(id);
                case Effect.Launch(var id, _) -> {
                    launches++;
                    var keep = Path.of("keep-" + launches);
                    keeps.put(id, keep);
                    disk.launching(id, keep);
                }
                default -> {}
            }
        }
        return keeps;
    }

    private void carryOut(Effect effect, Map<Integer, Path> keeps) {
        switch (effect) {
            case Effect.Launch(var id, var spec) -> kernel.launch(id, spec, keeps.get(id));
            case Effect.Adopt(var id, _) -> adopt(id);
            case Effect.Send(var id, var signal, var reach) ->
                    kernel.signal(id, signal, reach != Effect.Reach.PROCESS);
            case Effect.Request(_, _, var receivers) ->
                    receivers.forEach(to -> kernel.signal(to.id(), to.signalled().signal(), false));
            case Effect.Release(var id) -> kernel.release(id);
            case Effect.Remember _,
                    Effect.Erase _,
                    Effect.Write _,
                    Effect.Limit _,
                    Effect.Publish _,
                    Effect.Forget _,
                    Effect.Announce _,
                    Effect.Reply _,
                    Effect.Applied _,
                    Effect.Refuse _,
                    Effect.Finish _ -> {}
        }
    }

    private void adopt(int id) {
        var it = left.remove(id);
        kernel.adopt(id, it.keep(), it.trace());
    }
}
