package dev.taskmaster.internal.engine;

import dev.taskmaster.status.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A command on its way: the outcomes it has, in the order in which the processes were named, and
/// how many are still missing. It is answered once, when it is closed and none is missing.
final class Pending {
    private final Consumer<List<Outcome>> answer;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int missing;
    private boolean closed;

    Pending(Consumer<List<Outcome>> answer) {
        this.answer = answer;
    }

    /// {@return the place of the outcome among all of them}
    int settled(Outcome outcome) {
        outcomes.add(outcome);
        return outcomes.size() - 1;
    }

    /// A place for an outcome that is not there yet.
    int expect() {
        outcomes.add(null);
        missing++;
        return outcomes.size() - 1;
    }

    void settle(int index, Outcome outcome) {
        outcomes.set(index, outcome);
        missing--;
        answerIfDone();
    }

    /// No more processes will be named.
    void close() {
        closed = true;
        answerIfDone();
    }

    private void answerIfDone() {
        if (closed && missing == 0) {
            answer.accept(List.copyOf(outcomes));
        }
    }
}
