package dev.taskmaster.internal.engine;

import dev.taskmaster.status.Outcome;

import java.util.ArrayList;
import java.util.List;

/// A command on its way: the outcomes it has, in the order in which the processes were named, and
/// how many are still missing.
final class Pending {
    final long ticket;
    private final List<Outcome> outcomes = new ArrayList<>();
    private int missing;
    private boolean closed;

    Pending(long ticket) {
        this.ticket = ticket;
    }

    void settled(Outcome outcome) {
        outcomes.add(outcome);
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
    }

    /// No more processes will be named.
    void close() {
        closed = true;
    }

    boolean isDone() {
        return closed && missing == 0;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }
}
