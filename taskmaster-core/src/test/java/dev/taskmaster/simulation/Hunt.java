package dev.taskmaster.simulation;

import java.util.concurrent.Callable;

/// Lives in one world after another until the engine breaks a rule.
public final class Hunt implements Callable<String> {
    private static final long FIRST_SEED = 20_261_122;
    private static final int STEPS_PER_WORLD = 300;
    private static final int STEPS_MAX = 1_000_000;

    /// {@return the rule that is broken; empty if none is}
    @Override
    public String call() {
        var steps = 0;
        for (var seed = FIRST_SEED; steps < STEPS_MAX; seed++) {
            var story = Story.of(seed, STEPS_PER_WORLD);
            if (story.broken().isPresent()) {
                return "after %d steps: %s".formatted(steps + story.steps(), story.broken().get());
            }
            steps += story.steps();
        }
        return "";
    }
}
