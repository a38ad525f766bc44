package dev.taskmaster.internal.jdk;

/// Starts the threads of a launcher, which it interrupts when it is closed.
@FunctionalInterface
interface ThreadStarter {
    void start(Thread.Builder builder, Runnable task);
}
