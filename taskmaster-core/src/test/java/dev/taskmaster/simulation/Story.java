package dev.taskmaster.simulation;

import java.util.Optional;

/// What happened in one world.
///
/// @param seed the seed that it grew from
/// @param world the world after all that
/// @param broken what the engine did wrong, if it did
record Story(long seed, World world, Optional<Throwable> broken) {
    /// Enough to understand a failure.
    private static final int LINES_MAX = Integer.getInteger("simulation.lines", 40);

    static Story of(long seed, int steps) {
        var world = new World(seed);
        try {
            world.live(steps);
            return new Story(seed, world, Optional.empty());
        } catch (Violation | RuntimeException e) {
            return new Story(seed, world, Optional.of(e));
        } finally {
            world.end();
        }
    }

    int steps() {
        return world.steps();
    }

    String text() {
        return world.story(LINES_MAX);
    }

    AssertionError failure() {
        var cause = broken.orElseThrow();
        return new AssertionError(
                """
                %s
                after %d steps of the world with seed %d, of which the last are
                %s
                Again: mvn -pl taskmaster-core test -Dtest=SimulationTest -Dsimulation.seed=%d
                """
                        .formatted(cause.getMessage(), steps(), seed, text(), seed),
                cause);
    }
}
