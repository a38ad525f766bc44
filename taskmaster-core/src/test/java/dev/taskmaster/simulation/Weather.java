package dev.taskmaster.simulation;

import java.time.Duration;

/// How likely trouble is.
record Weather(
        double spawnFails, double deathSoon, double stubborn, double immune, int latencyMax) {
    static final Duration LATENCY_MAX = Duration.ofSeconds(3);
    static final Weather CALM = new Weather(0, 0, 0.3, 0, 1);

    static Weather any(Chance chance) {
        return new Weather(
                chance.any(0.0, 0.1, 0.6),
                chance.any(0.0, 0.1, 0.5, 0.9),
                chance.any(0.0, 0.3, 1.0),
                chance.any(0.0, 0.0, 0.0, 0.5),
                chance.any(0, 10, (int) LATENCY_MAX.toMillis()));
    }
}
