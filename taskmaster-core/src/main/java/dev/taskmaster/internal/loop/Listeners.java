package dev.taskmaster.internal.loop;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.OutputListener;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.SupervisorEvent;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Hands events and output to listeners, each at its own pace.
///
/// A listener has a thread only while there is something to tell it: when nothing happens, nothing
/// runs.
public final class Listeners implements AutoCloseable {
    /// What a listener may be behind before it loses something: this many events, or so many bytes
    /// of output, some 20 MB in all.
    static final int QUEUE_MAX = 65_536;

    static final int OUTPUT_BYTES_MAX = 8 << 20;

    /// How long a listener that has been told everything looks away before it looks once more. What
    /// happens at once comes a little apart: woken for each of it, listeners would take up more of
    /// the time than all that is told.
    private static final Duration PAUSE = Duration.ofMillis(1);

    private static final System.Logger LOG = System.getLogger(Listeners.class.getPackageName());

    private final List<Queue> queues = new CopyOnWriteArrayList<>();

    /// What [#deliver] is to hand on. Belongs to the loop's thread.
    private final List<Item> gathered = new ArrayList<>();

    private final Errands errands = new Errands();

    /// @return ends the listening
    public Runnable add(EventListener listener) {
        var queue = new Queue(listener, errands);
        queues.add(queue);
        return () -> queues.remove(queue);
    }

    void announce(SupervisorEvent event) {
        gathered.add(new Item.Event(event));
    }

    void output(ProcessOutput output) {
        gathered.add(new Item.Output(output));
    }

    /// Hands on what was announced since the last time: listeners are woken once for what happens
    /// at once, not for each event of it.
    void deliver() {
        if (!gathered.isEmpty()) {
            queues.forEach(queue -> queue.add(gathered));
            gathered.clear();
        }
    }

    /// Delivers, and waits until all have been told everything, but not longer than `patience`.
    void drain(Duration patience) {
        deliver();
        var deadline = System.nanoTime() + patience.toNanos();
        queues.forEach(queue -> queue.await(deadline));
    }

    /// Does something else that must not hold up the loop.
    void run(Runnable errand) {
        errands.execute(errand);
    }

    /// Ends the threads when they have nothing left to do.
    @Override
    public void close() {
        errands.close();
    }

    /// What waits for a listener.
    private sealed interface Item {
        record Event(SupervisorEvent event) implements Item {}

        record Output(ProcessOutput output) implements Item {}

        default int bytes() {
            return this instanceof Output(var output) ? output.bytes().length : 0;
        }
    }

    private static final class Queue implements Runnable {
        private final EventListener listener;
        private final Executor errands;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition idle = lock.newCondition();
        private final ArrayDeque<Item> items = new ArrayDeque<>();
        private int bytes;
        private long missed;
        private boolean busy;

        Queue(EventListener listener, Executor errands) {
            this.listener = listener;
            this.errands = errands;
        }

        void add(List<Item> more) {
            lock.lock();
            try {
                more.stream().filter(this::isFor).forEach(this::add);
                if (!busy && !items.isEmpty()) {
                    busy = true;
                    errands.execute(this);
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean isFor(Item item) {
            return item instanceof Item.Event || listener instanceof OutputListener;
        }

        private void add(Item item) {
            while (!items.isEmpty()
                    && (items.size() == QUEUE_MAX || bytes + item.bytes() > OUTPUT_BYTES_MAX)) {
                bytes -= items.removeFirst().bytes();
                missed++;
            }
            items.addLast(item);
            bytes += item.bytes();
        }

        @Override
        public void run() {
            do {
                tellAll();
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (!isDone());
        }

        private boolean isDone() {
            lock.lock();
            try {
                if (items.isEmpty()) {
                    busy = false;
                    idle.signalAll();
                }
                return !busy;
            } finally {
                lock.unlock();
            }
        }

        private void tellAll() {
            while (true) {
                Item item;
                long dropped;
                lock.lock();
                try {
                    item = items.pollFirst();
                    if (item == null) {
                        return;
                    }
                    bytes -= item.bytes();
                    dropped = missed;
                    missed = 0;
                } finally {
                    lock.unlock();
                }
                tell(item, dropped);
            }
        }

        private void tell(Item item, long dropped) {
            try {
                if (dropped > 0) {
                    listener.missed(dropped);
                }
                switch (item) {
                    case Item.Event(var event) -> listener.on(event);
                    case Item.Output(var output) -> ((OutputListener) listener).output(output);
                }
            } catch (RuntimeException | Error e) {
                var name = listener.getClass().getName();
                LOG.log(Level.WARNING, "listener " + name + " failed on " + item, e);
            }
        }

        void await(long deadline) {
            lock.lock();
            try {
                var left = deadline - System.nanoTime();
                while (busy && left > 0) {
                    left = idle.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }
    }
}
