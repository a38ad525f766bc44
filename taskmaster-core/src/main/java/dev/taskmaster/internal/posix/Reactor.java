package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.output.PipePeek;
import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The one thread that waits for deaths, for output, and for pipes that take input again: an epoll
/// loop that sleeps without a time-out while nothing happens.
final class Reactor implements AutoCloseable {
    private static final int EVENTS_MAX = 256;

    /// More than a pipe holds, so that one read takes all there is.
    private static final int BUFFER_BYTES = 1 << 20;

    private static final Duration RETRY = Duration.ofSeconds(1);

    /// Rounds that move output in so short a time are a flood.
    private static final Duration CLOSE_UPON = Duration.ofMillis(1);

    private static final System.Logger LOG = System.getLogger(Reactor.class.getPackageName());

    private final int epfd;
    private final int wakeUp;
    private final Thread thread = new Thread(this::run, "taskmaster-reactor");
    private final AtomicLong tokens = new AtomicLong();
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean closing;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    // Only used by the thread itself:
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final PipePeek peek;
    private final List<OutputPipe> held = new ArrayList<>();
    private long retryAt;
    private long movedAt;

    /// For how long to wait after this round, so that pipes fill; negative if no output was moved.
    private long pauseNanos;

    /// What wants to know when its descriptor is ready. Called by the reactor's thread.
    interface Watch {
        /// The descriptor is ready, or was a moment ago.
        ///
        /// @param events what it is ready for, of the `EPOLL` constants
        void ready(int events);

        /// The reactor ends: nobody will call again.
        void abandon();
    }

    Reactor() {
        epfd = Failures.check(Epoll.epoll_create1(), "watch processes");
        wakeUp =
                Failures.check(
                        Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "watch processes");
        Failures.check(
                Epoll.epoll_ctl(
                        epfd, Epoll.EPOLL_CTL_ADD, wakeUp, Epoll.EPOLLIN | Epoll.EPOLLET, 0),
                "watch processes");
        try {
            peek = new PipePeek(buffer);
        } catch (IOException e) {
            throw new LaunchException("cannot watch processes: " + e.getMessage(), e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /// {@return a token to watch a descriptor by, never given out before}
    ///
    /// So an event for a descriptor that was closed, and whose number is in use again, finds
    /// nobody.
    long newToken() {
        return tokens.incrementAndGet();
    }

    /// Watches a descriptor until [#unwatch]. May be called by any thread.
    ///
    /// @throws dev.taskmaster.launch.LaunchException if the kernel refuses
    void watch(int fd, int events, long token, Watch watch) {
        watches.put(token, watch);
        var result = Epoll.epoll_ctl(epfd, Epoll.EPOLL_CTL_ADD, fd, events, token);
        if (result < 0) {
            watches.remove(token);
            throw Failures.of(-result, "watch process");
        }
    }

    /// Changes what a descriptor is watched for. If it is ready for that now, that is told.
    void rewatch(int fd, int events, long token) {
        Epoll.epoll_ctl(epfd, Epoll.EPOLL_CTL_MOD, fd, events, token);
    }

    /// Ends a watch, which must be done before its descriptor is closed: a child just forked holds
    /// a copy of it until it execs, which would keep the kernel's registration alive.
    void unwatch(int fd, long token) {
        watches.remove(token);
        Epoll.epoll_ctl(epfd, Epoll.EPOLL_CTL_DEL, fd, 0, 0);
    }

    /// {@return an empty direct buffer of 1 MiB, for use until the watch's method returns}
    ByteBuffer buffer() {
        return buffer.clear();
    }

    /// {@return what looks into pipes, by way of the same buffer}
    PipePeek peek() {
        return peek;
    }

    /// Counts output that was moved in this round.
    ///
    /// In a flood, one wake-up for hundreds of lines costs less than one for each. So a round that
    /// found no pipe half full, close upon another one, is followed by a pause: as many nanoseconds
    /// as a pipe has bytes, in which half a gigabyte a second fills half of it. What comes alone is
    /// not delayed, as the pause is behind the round.
    ///
    /// @param capacity how many bytes fit into the pipe
    void moved(int bytes, int capacity) {
        var pause = bytes < capacity / 2 ? capacity : 0;
        pauseNanos = pauseNanos < 0 ? pause : Math.min(pauseNanos, pause);
    }

    /// Runs a task on the reactor's thread; never if that has ended.
    void execute(Runnable task) {
        tasks.add(task);
        Libc.eventfd_write(wakeUp);
    }

    /// Calls [OutputPipe#retry] in about a second. Only for the reactor's own thread.
    void hold(OutputPipe pipe) {
        if (held.isEmpty()) {
            retryAt = System.nanoTime() + RETRY.toNanos();
        }
        held.add(pipe);
    }

    private void run() {
        try (var events = new Epoll.Events(EVENTS_MAX)) {
            while (!closing) {
                round(events, timeoutMillis());
            }
            while (round(events, 0) == EVENTS_MAX) {
                // What ended before the close is told.
            }
        }
        held.forEach(pipe -> guarded(pipe::abandon));
        watches.values().forEach(watch -> guarded(watch::abandon));
        peek.close();
        Libc.close(wakeUp);
        Libc.close(epfd);
    }

    /// {@return how many descriptors were ready}
    private int round(Epoll.Events events, int timeoutMillis) {
        var count = Epoll.epoll_wait(epfd, events, timeoutMillis);
        if (count < 0 && count != -Errno.EINTR) {
            throw new IllegalStateException("epoll_wait: " + Errno.strerrordesc_np(-count));
        }
        pauseNanos = -1;
        for (var i = 0; i < count; i++) {
            var watch = watches.get(events.data(i));
            if (watch != null) {
                var ready = events.events(i);
                guarded(() -> watch.ready(ready));
            }
        }
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        if (!held.isEmpty() && System.nanoTime() - retryAt >= 0) {
            var pipes = List.copyOf(held);
            held.clear();
            pipes.forEach(pipe -> guarded(pipe::retry));
        }
        pace();
        return count;
    }

    private int timeoutMillis() {
        if (held.isEmpty()) {
            return -1;
        }
        var left = Duration.ofNanos(Math.max(0, retryAt - System.nanoTime()));
        return (int) left.plusNanos(999_999).toMillis();
    }

    /// A bug in an observer or a sink must not end the watching of all the others.
    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "an observer or sink of a process threw", e);
        }
    }

    private void pace() {
        if (pauseNanos < 0) {
            return;
        }
        if (pauseNanos > 0 && System.nanoTime() - movedAt < CLOSE_UPON.toNanos()) {
            LockSupport.parkNanos(pauseNanos);
        }
        movedAt = System.nanoTime();
    }

    /// Ends the thread and waits for that, unless called by it.
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        Libc.eventfd_write(wakeUp);
        Threads.join(thread);
    }
}
