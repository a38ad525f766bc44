package dev.taskmaster.spec;

import java.time.Duration;

/// How long to wait before a program that failed is started again.
public sealed interface Backoff {

    /// supervisord's rule: before the n-th retry of a start, n seconds; after RUNNING, no wait at
    /// all and no limit. A stop during BACKOFF keeps the count.
    ///
    /// Source: supervisord docs/subprocess.rst, and its process.py.
    record Linear() implements Backoff {}

    /// Taskmaster's own rule. The n-th wait is `initial * factor^(n-1)`, never more than `max`,
    /// plus or minus the share `jitter` of it, so that many programs that failed together do not
    /// come back together.
    ///
    /// A process that dies after it was RUNNING is started again at once, unless the run before had
    /// also been shorter than `reset`: then it waits as above. A run of at least `reset` forgets
    /// all earlier failures.
    ///
    /// @param initial the first wait; more than zero; default 1 s
    /// @param max the longest wait; at least `initial`; default 60 s
    /// @param factor 1 to 10; default 2
    /// @param jitter 0 to 1; default 0.1
    /// @param reset how long a process must have been RUNNING to count as healthy; default 10 s
    record Exponential(Duration initial, Duration max, double factor, double jitter, Duration reset)
            implements Backoff {
        /// @throws InvalidSpecException if a value is out of its range
        public Exponential {
            Checks.positive("backoff.initial", initial);
            Checks.positive("backoff.max", max);
            Checks.positive("backoff.reset", reset);
            if (max.compareTo(initial) < 0) {
                throw new InvalidSpecException(
                        "backoff.max", "must not be less than backoff.initial");
            }
            if (!(factor >= 1 && factor <= 10)) {
                throw new InvalidSpecException(
                        "backoff.factor", factor + " is out of range, expected 1 to 10");
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new InvalidSpecException(
                        "backoff.jitter", jitter + " is out of range, expected 0 to 1");
            }
        }
    }

    /// {@return Taskmaster's own default}
    static Exponential standard() {
        return new Exponential(
                Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.1, Duration.ofSeconds(10));
    }

    /// {@return supervisord's rule}
    static Linear linear() {
        return new Linear();
    }
}
