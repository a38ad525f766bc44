package dev.taskmaster.spec;

import java.time.Duration;

/// The range checks that several specifications share.
final class Checks {
    /// A hundred years: more is a mistake, and far less than what a long of nanoseconds holds.
    static final Duration DURATION_MAX = Duration.ofDays(36_500);

    private Checks() {}

    static Duration positive(String field, Duration value) {
        if (value.isZero()) {
            throw new InvalidSpecException(field, "must be more than zero");
        }
        return notNegative(field, value);
    }

    static Duration notNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw new InvalidSpecException(field, "must not be negative");
        }
        if (value.compareTo(DURATION_MAX) > 0) {
            throw new InvalidSpecException(field, "is more than a hundred years");
        }
        return value;
    }

    static int range(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidSpecException(
                    field, "%d is out of range, expected %d to %d".formatted(value, min, max));
        }
        return value;
    }
}
