package dev.taskmaster.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Closes connections on which a request takes too long to come in. Jetty's own idle time-out does
/// not see those that send a byte now and then.
///
/// Nothing is scheduled while there are no connections.
final class Deadlines {
    private final Scheduler scheduler;
    private final Duration patience;
    private final Map<EndPoint, Long> deadlines = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Deadlines(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    /// From now on a whole request is waited for.
    void set(EndPoint endPoint) {
        deadlines.put(endPoint, System.nanoTime() + patience.toNanos());
        schedule();
    }

    /// The request is in, or the connection is closed.
    void clear(EndPoint endPoint) {
        deadlines.remove(endPoint);
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            scheduler.schedule(this::sweep, patience.toMillis() / 4 + 1, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        scheduled.set(false);
        var now = System.nanoTime();
        deadlines.forEach(
                (endPoint, deadline) -> {
                    if (deadline - now <= 0 && deadlines.remove(endPoint, deadline)) {
                        endPoint.close();
                    }
                });
        if (!deadlines.isEmpty()) {
            schedule();
        }
    }
}
