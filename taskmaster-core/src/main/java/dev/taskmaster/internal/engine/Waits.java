package dev.taskmaster.internal.engine;

import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProcessName;

import java.time.Duration;

/// How long the waits of an exponential back-off are.
final class Waits {
    private Waits() {}

    /// The `n`-th wait, from 1.
    static Duration exponential(Backoff.Exponential backoff, int n, ProcessName name, Moment now) {
        var max = nanos(backoff.max());
        var wait = Math.min(nanos(backoff.initial()) * Math.pow(backoff.factor(), n - 1), max);
        var jitter = 1 + backoff.jitter() * (2 * chance(name, n, now) - 1);
        return Duration.ofNanos((long) (wait * jitter));
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }

    /// A number from 0 up to 1 that looks random, yet is the same for the same question: the engine
    /// stays a function of what it is given. (The constants are those of splitmix64.)
    private static double chance(ProcessName name, int n, Moment now) {
        var z =
                name.hashCode() * 0x9E3779B97F4A7C15L
                        + n * 0xBF58476D1CE4E5B9L
                        + now.uptime().toNanos();
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1.0p-53;
    }
}
