package dev.taskmaster.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// All randomness of a world, so that one seed says it all.
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Whether something that happens with this probability happens now.
    boolean of(double probability) {
        return random.nextDouble() < probability;
    }

    int upTo(int max) {
        return random.nextInt(max + 1);
    }

    Duration millisUpTo(int max) {
        return Duration.ofMillis(upTo(max));
    }

    @SafeVarargs
    final <T> T any(T... options) {
        return options[random.nextInt(options.length)];
    }

    <T> T any(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }
}
