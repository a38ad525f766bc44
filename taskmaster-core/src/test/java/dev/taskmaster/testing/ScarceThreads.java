package dev.taskmaster.testing;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Threads of a system that has but a few: starting one more fails as the JVM does then.
public final class ScarceThreads implements ThreadFactory {
    private final int max;
    private final AtomicInteger started = new AtomicInteger();

    /// @param max how many can be started
    public ScarceThreads(int max) {
        this.max = max;
    }

    @Override
    public Thread newThread(Runnable task) {
        return new Thread(task) {
            @Override
            public void start() {
                if (started.incrementAndGet() > max) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
    }
}
