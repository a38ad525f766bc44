package dev.taskmaster.internal.loop;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands events to listeners, each at its own pace.
///
/// A listener's thread lives only while there is something to tell it: when nothing happens, nothing
/// runs.
public final class Listeners {
    /// What a listener may be behind before it loses events: some 10 MB of them.
    static final int QUEUE_MAX = 65_536;

    private static final System.Logger LOG = System.getLogger(Listeners.class.getPackageName());

    private final List<Queue> queues = new CopyOnWriteArrayList<>();

    /// @return ends the listening
    public Runnable add(EventListener listener) {
        var queue = new Queue(listener);
        queues.add(queue);
        return () -> queues.remove(queue);
    }

    void announce(SupervisorEvent event) {
        queues.forEach(queue -> queue.add(event));
    }

    /// Waits until all have been told everything, but not longer than `patience`.
    void drain(Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        queues.forEach(queue -> queue.await(deadline));
    }

    private static final class Queue implements Runnable {
        private final EventListener listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition idle = lock.newCondition();
        private final ArrayDeque<SupervisorEvent> events = new ArrayDeque<>();
        private long missed;
        private boolean busy;

        Queue(EventListener listener) {
            this.listener = listener;
        }

        void add(SupervisorEvent event) {
            lock.lock();
            try {
                if (events.size() == QUEUE_MAX) {
                    events.removeFirst();
                    missed++;
                }
                events.addLast(event);
                if (!busy) {
                    busy = true;
                    Thread.ofVirtual().name("taskmaster-listener").start(this);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void run() {
            while (true) {
                SupervisorEvent event;
                long dropped;
                lock.lock();
                try {
                    event = events.pollFirst();
                    if (event == null) {
                        busy = false;
                        idle.signalAll();
                        return;
                    }
                    dropped = missed;
                    missed = 0;
                } finally {
                    lock.unlock();
                }
                tell(event, dropped);
            }
        }

        private void tell(SupervisorEvent event, long dropped) {
            try {
                if (dropped > 0) {
                    listener.missed(dropped);
                }
                listener.on(event);
            } catch (RuntimeException | Error e) {
                LOG.log(
                        Level.WARNING,
                        "listener " + listener.getClass().getName() + " failed on " + event,
                        e);
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
