package dev.taskmaster.internal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads for what must not hold up the loop: telling listeners, completing futures.
///
/// One of them is always there, and others are made while it is busy. Where the system has no
/// thread left (`EAGAIN`), an errand waits for one of those that there are.
///
/// They are not virtual: those never run again in a JVM (25) that once could not make the threads
/// that carry them.
final class Errands implements Executor, AutoCloseable {
    private static final int THREADS_MAX = 256;
    private static final int IDLE_SECONDS = 5;

    private final Waiting waiting = new Waiting();
    private final ThreadPoolExecutor threads;

    /// Takes an errand only if a thread waits for one, so that the pool makes a thread otherwise.
    private static final class Waiting extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable errand) {
            return tryTransfer(errand);
        }

        void keep(Runnable errand) {
            super.offer(errand);
        }
    }

    Errands() {
        this(Thread.ofPlatform().daemon().name("taskmaster-errand").factory());
    }

    Errands(ThreadFactory factory) {
        threads =
                new ThreadPoolExecutor(
                        1,
                        THREADS_MAX,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        waiting,
                        factory,
                        (errand, _) -> waiting.keep(errand));
        threads.prestartCoreThread();
    }

    @Override
    public void execute(Runnable errand) {
        try {
            threads.execute(errand);
        } catch (OutOfMemoryError e) {
            // Of native threads, or in making one: the errand is as it was.
            waiting.keep(errand);
        }
    }

    /// Ends the threads when they have nothing left to do.
    @Override
    public void close() {
        threads.shutdown();
    }
}
