package dev.taskmaster.server.http;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A thread for each request while it lasts; how many there are at most follows from the limit of
/// connections.
///
/// A few are always there: where the system has no thread left (`EAGAIN`), a request waits for one
/// of those that there are. They are not virtual: those never run again in a JVM (25) that once
/// could not make the threads that carry them.
final class RequestThreads implements Executor {
    /// Those that a shell, which follows events, and some commands need.
    private static final int ALWAYS = 3;

    private static final int IDLE_SECONDS = 5;

    private final Waiting waiting = new Waiting();
    private final ThreadPoolExecutor threads;

    /// Takes a request only if a thread waits for one, so that the pool makes a thread otherwise.
    private static final class Waiting extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable request) {
            return tryTransfer(request);
        }

        void keep(Runnable request) {
            super.offer(request);
        }
    }

    RequestThreads() {
        this(numbered(new AtomicLong()));
    }

    /// As [Thread.Builder.OfPlatform#name(String, long)], whose counter takes the JVM three
    /// milliseconds to get ready.
    private static ThreadFactory numbered(AtomicLong last) {
        return task ->
                Thread.ofPlatform()
                        .daemon()
                        .name("taskmaster-request-" + last.incrementAndGet())
                        .unstarted(task);
    }

    RequestThreads(ThreadFactory factory) {
        threads =
                new ThreadPoolExecutor(
                        ALWAYS,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        waiting,
                        factory);
        threads.prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable request) {
        try {
            threads.execute(request);
        } catch (OutOfMemoryError e) {
            waiting.keep(request);
        }
    }

    /// Ends the threads when they have nothing left to do.
    void close() {
        threads.shutdown();
    }
}
