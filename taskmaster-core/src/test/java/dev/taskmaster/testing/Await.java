package dev.taskmaster.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other threads or processes bring about.
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Await() {}

    /// Waits until the condition holds.
    ///
    /// @throws AssertionError if it does not hold within thirty seconds, or cannot be told
    public static void until(Callable<Boolean> condition) {
        var deadline = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("did not come true within " + DEADLINE);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (Exception e) {
            throw new AssertionError("cannot tell whether it came true", e);
        }
    }
}
