package dev.taskmaster.internal.loop;

import dev.taskmaster.internal.engine.Moment;

import java.time.Duration;
import java.time.InstantSource;

/// Tells the moment; the only place where time comes from.
@FunctionalInterface
public interface Clock {
    Moment now();

    /// {@return the system's clocks}
    static Clock system() {
        var wall = InstantSource.system();
        return () -> new Moment(Duration.ofNanos(System.nanoTime()), wall.instant());
    }
}
