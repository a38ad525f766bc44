package dev.taskmaster.internal.loop;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.status.Outcome;

import java.util.List;

/// How a command is answered.
public sealed interface Answer {
    record Outcomes(List<Outcome> outcomes) implements Answer {}

    record Applied(ReloadSummary summary) implements Answer {}

    record Refused(String reason) implements Answer {}
}
