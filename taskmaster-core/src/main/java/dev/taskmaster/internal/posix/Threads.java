package dev.taskmaster.internal.posix;

/// Waiting for the end of this package's threads.
final class Threads {
    private Threads() {}

    /// Waits for the end of a thread, however often this one is interrupted meanwhile; not for its
    /// own.
    static void join(Thread thread) {
        var interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
