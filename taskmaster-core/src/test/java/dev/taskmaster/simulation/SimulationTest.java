package dev.taskmaster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/// Lets supervisors live and die in random worlds, and checks the rules of [Invariants] after every
/// step.
///
/// The normal test run lives in the same worlds every time, so that it does not fail for what
/// nobody changed. As many steps in other worlds: `mvn -pl taskmaster-core test
/// -Dtest=SimulationTest -Dsimulation.random=true`. For a night, `-Dsimulation.minutes=480`. A
/// failure names the seed of the world and how to live in just that one again.
class SimulationTest {
    private static final long STEPS = Long.getLong("simulation.steps", 1_000_000);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("simulation.minutes", 0));
    private static final boolean RANDOM = Boolean.getBoolean("simulation.random");
    private static final long FIRST_SEED = 20_261_122;
    private static final int STEPS_PER_WORLD = 300;
    private static final int WORLDS_AT_ONCE = 100;

    /// After a failure so many more worlds are tried, to tell the shortest story.
    private static final int RETELLINGS = 300;

    private final Optional<Long> seed = Optional.ofNullable(Long.getLong("simulation.seed"));

    @Test
    void rulesHoldInEveryWorld() {
        var random = RANDOM || !TIME.isZero();
        long next = seed.orElseGet(() -> random ? new Random().nextLong() : FIRST_SEED);
        var end = System.nanoTime() + TIME.toNanos();
        System.out.println("simulation: the first world has seed " + next);
        if (seed.isPresent()) {
            check(Story.of(next, STEPS_PER_WORLD));
            return;
        }
        // Worlds know nothing of each other, so each processor has one.
        for (var steps = new LongAdder();
                steps.sum() < STEPS || System.nanoTime() - end < 0;
                next += WORLDS_AT_ONCE) {
            LongStream.range(next, next + WORLDS_AT_ONCE)
                    .parallel()
                    .forEach(
                            world -> {
                                var story = Story.of(world, STEPS_PER_WORLD);
                                check(story);
                                steps.add(story.steps());
                            });
        }
    }

    private void check(Story story) {
        if (story.broken().isPresent()) {
            throw shortest(story).failure();
        }
    }

    private Story shortest(Story first) {
        var best = first;
        for (var i = 1; i <= RETELLINGS && seed.isEmpty(); i++) {
            var other = Story.of(first.seed() + i, STEPS_PER_WORLD);
            if (other.broken().isPresent() && other.steps() < best.steps()) {
                best = other;
            }
        }
        return best;
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertThat(Story.of(42, STEPS_PER_WORLD).text())
                .isEqualTo(Story.of(42, STEPS_PER_WORLD).text());
    }
}
