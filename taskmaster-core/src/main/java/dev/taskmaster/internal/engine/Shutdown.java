package dev.taskmaster.internal.engine;

import dev.taskmaster.event.SupervisorEvent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The end: all is stopped in stages, in the reverse of the order in which it was started. Those of
/// one stage stop side by side, and the next stage begins when all of them are down. What the
/// system does not let the supervisor kill is left behind.
final class Shutdown {
    private final Engine engine;
    private final List<Long> tickets = new ArrayList<>();
    private final Set<Entry> stage = new HashSet<>();
    private boolean over;

    Shutdown(Engine engine, Moment now) {
        this.engine = engine;
        // What is not wanted comes up by no event, and is not to be taken for brought down by this.
        engine.all().stream().filter(entry -> entry.phase.isWanted()).forEach(Entry::neverRestart);
        engine.emit(new SupervisorEvent.SupervisorStopping(now.wall()));
    }

    /// @param ticket who is told when all is down
    void ask(long ticket) {
        if (over) {
            tell(ticket);
        } else {
            tickets.add(ticket);
        }
    }

    /// Kills what is left.
    void hurry(Moment now) {
        if (!over) {
            List.copyOf(engine.all()).forEach(entry -> engine.step(entry, new Input.Kill(), now));
        }
    }

    private void tell(long ticket) {
        engine.answer(new Effect.Reply(ticket, List.of()));
    }

    /// It is down, or cannot be brought down.
    void isOver(Entry entry) {
        stage.remove(entry);
    }

    void goOn(Moment now) {
        while (!over && stage.isEmpty()) {
            var up = engine.all().stream().filter(entry -> !entry.phase.isOver()).toList();
            if (up.isEmpty()) {
                over = true;
                engine.emit(new SupervisorEvent.SupervisorStopped(now.wall()));
                tickets.forEach(this::tell);
                engine.answer(new Effect.Finish());
            } else {
                stop(up, now);
            }
        }
    }

    private void stop(List<Entry> up, Moment now) {
        var last = engine.dependencies.lastToStart(up);
        stage.addAll(last);
        for (var entry : up) {
            // What has no process has nothing to wait for, and must not come up any more.
            var hasNone =
                    entry.phase instanceof Phase.Backoff || entry.phase instanceof Phase.Waiting;
            if (hasNone || stage.contains(entry)) {
                engine.step(entry, new Input.Stop(), now);
            }
        }
    }
}
