package dev.taskmaster.cli.daemon;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Has the garbage collected once after each reload, as soon as nothing has happened for a moment.
/// To read a configuration and start what it names makes the heap grow, and a supervisor that idles
/// from then on would keep that memory for as long as it lives.
///
/// Any thread may tell it of events.
final class Leftovers implements EventListener {
    /// With programs that crash all the time, nothing is ever calm.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Duration moment;
    private final Runnable collector;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long latest;

    /// @param moment how long nothing must have happened
    /// @param collector collects the garbage
    Leftovers(Duration moment, Runnable collector) {
        this.moment = moment;
        this.collector = collector;
    }

    @Override
    public void on(SupervisorEvent event) {
        latest = System.nanoTime();
        if (event instanceof SupervisorEvent.Reloaded && waiting.compareAndSet(false, true)) {
            try {
                Thread.ofPlatform().daemon().name("taskmaster-leftovers").start(this::collect);
            } catch (OutOfMemoryError e) {
                // No thread can be had, so there is worse to care about.
                waiting.set(false);
            }
        }
    }

    private void collect() {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        for (var left = untilCalm();
                left > 0 && giveUp - System.nanoTime() > 0;
                left = untilCalm()) {
            LockSupport.parkNanos(left);
        }
        waiting.set(false);
        collector.run();
    }

    private long untilCalm() {
        return latest + moment.toNanos() - System.nanoTime();
    }
}
