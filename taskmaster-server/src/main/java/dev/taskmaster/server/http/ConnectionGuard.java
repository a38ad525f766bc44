package dev.taskmaster.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Closes connections of one endpoint that are held for nothing: those on which a request takes too
/// long to come in, which Jetty's own time-outs do not see if a byte comes now and then; and, where
/// there are too many, the one that has been waited for the longest.
///
/// Nothing is scheduled while there are no connections.
final class ConnectionGuard {
    private final Limits limits;
    private final Scheduler scheduler;
    private final Map<EndPoint, Wait> waits = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /// The server waits for a request.
    ///
    /// @param since when it began to
    /// @param bytes how many bytes had come then
    /// @param begun when more had come, as far as was seen; 0 for not yet
    private record Wait(long since, long bytes, long begun) {}

    ConnectionGuard(Limits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /// From now on the server waits for a request.
    void waitFor(EndPoint connection) {
        connection.setIdleTimeout(limits.idle().toMillis());
        waits.put(connection, new Wait(System.nanoTime(), bytes(connection), 0));
        schedule();
    }

    /// The request is in: from now on the client waits.
    void received(EndPoint connection) {
        waits.remove(connection);
        connection.setIdleTimeout(limits.stall().toMillis());
    }

    void closed(EndPoint connection) {
        waits.remove(connection);
    }

    /// Closes the connection that has been waited for the longest, since there are too many.
    void evict() {
        waits.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().since()))
                .ifPresent(entry -> close(entry.getKey()));
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            var pause = limits.request().toMillis() / 4 + 1;
            scheduler.schedule(this::sweep, pause, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        scheduled.set(false);
        var now = System.nanoTime();
        waits.forEach(
                (connection, wait) -> {
                    if (!connection.isOpen()) {
                        // It was closed while an answer was made, and then waited for.
                        waits.remove(connection);
                    } else if (wait.begun() != 0
                            && now - wait.begun() > limits.request().toNanos()) {
                        close(connection);
                    } else if (wait.begun() == 0 && bytes(connection) != wait.bytes()) {
                        waits.replace(
                                connection, wait, new Wait(wait.since(), wait.bytes(), now | 1));
                    }
                });
        if (!waits.isEmpty()) {
            schedule();
        }
    }

    private void close(EndPoint connection) {
        waits.remove(connection);
        connection.close();
    }

    private static long bytes(EndPoint connection) {
        return connection.getConnection() == null ? 0 : connection.getConnection().getBytesIn();
    }
}
