package dev.taskmaster.internal.engine;

import java.util.ArrayList;
import java.util.List;

/// What becomes of a process machine: the next phase, and what to do.
record Step(Phase next, List<Effect> effects) {
    static Step to(Phase next, Effect... effects) {
        return new Step(next, List.of(effects));
    }

    /// The same after `first`.
    Step after(List<Effect> first) {
        var all = new ArrayList<>(first);
        all.addAll(effects);
        return new Step(next, all);
    }
}
