package dev.taskmaster.internal.engine;

import java.time.Duration;
import java.time.Instant;

/// A moment by both clocks.
///
/// @param uptime monotonic, from an arbitrary start; for deadlines
/// @param wall for people; may jump
public record Moment(Duration uptime, Instant wall) {}
