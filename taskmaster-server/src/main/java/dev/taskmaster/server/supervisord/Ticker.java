package dev.taskmaster.server.supervisord;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/// Makes TICK events while somebody wants them; else nothing wakes up.
///
/// Not safe for use by several threads; the events come from a thread of its own.
final class Ticker implements AutoCloseable {
    private final Consumer<SupervisordEvent> receiver;
    private Set<EventType> wanted = EnumSet.noneOf(EventType.class);
    private Thread thread;

    Ticker(Consumer<SupervisordEvent> receiver) {
        this.receiver = receiver;
    }

    /// Makes these from now on, and no others.
    void want(Set<EventType> types) {
        if (types.equals(wanted)) {
            return;
        }
        close();
        wanted = Set.copyOf(types);
        if (!wanted.isEmpty()) {
            var clock = new TickClock(wanted, InstantSource.system().instant());
            thread = Thread.ofPlatform().daemon().name("taskmaster-ticks").start(() -> tick(clock));
        }
    }

    private void tick(TickClock clock) {
        var now = InstantSource.system();
        try {
            while (true) {
                Thread.sleep(clock.untilNext(now.instant()));
                clock.due(now.instant()).forEach(receiver);
            }
        } catch (InterruptedException e) {
            // Nobody wants them any more.
        }
    }

    @Override
    public void close() {
        wanted = Set.of();
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }
}
