package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Effect;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What happened, and what the engine did about it.
record Line(Duration uptime, Object happened, List<Effect> effects) {
    @Override
    public String toString() {
        return effects.stream()
                .map(effect -> "\n      " + Words.of(effect))
                .collect(Collectors.joining("", uptime + "  " + Words.of(happened), ""));
    }
}
