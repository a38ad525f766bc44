package dev.taskmaster.simulation;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessSpec.Identity;
import dev.taskmaster.status.ProcessState;

import java.util.HashMap;
import java.util.Map;

/// Counts starts, by the events: nobody is given up too early or too late.
final class Retries {
    private final Wanted wanted;
    private final Map<Identity, Tries> tries = new HashMap<>();

    Retries(Wanted wanted) {
        this.wanted = wanted;
    }

    /// A copy that knows what another one knows.
    Retries(Retries other, Wanted wanted) {
        this.wanted = wanted;
        tries.putAll(other.tries);
    }

    /// How many starts in a row there were, and the least and the most retries that were allowed
    /// meanwhile.
    private record Tries(int starts, int least, int most) {
        Tries allowing(int retries) {
            return new Tries(starts, Math.min(least, retries), Math.max(most, retries));
        }
    }

    /// A command may have changed how many are allowed.
    void commanded() {
        for (var spec : wanted.specs()) {
            tries.computeIfPresent(
                    spec.identity(), (_, t) -> t.allowing(spec.start().startRetries()));
        }
    }

    void isUp(SupervisorEvent.Running running) {
        tries.remove(wanted.spec(running.name()).identity());
    }

    void starts(SupervisorEvent.Starting starting) {
        var spec = wanted.spec(starting.name());
        var retries = spec.start().startRetries();
        var before = tries.get(spec.identity());
        var again =
                starting.from() == ProcessState.BACKOFF
                        && before != null
                        && !wanted.isStartedAfresh(spec.identity());
        var now =
                again
                        ? new Tries(before.starts() + 1, before.least(), before.most())
                        : new Tries(starting.tries() + 1, retries, retries);
        tries.put(spec.identity(), now);
        Violation.unless(
                now.starts() <= now.most() + 1 || !again,
                "%s is started for the %dth time",
                spec.name(),
                now.starts());
    }

    void givesUp(SupervisorEvent.Fatal fatal) {
        var now = tries.remove(wanted.spec(fatal.name()).identity());
        Violation.unless(
                wanted.isShuttingDown() || now.starts() > now.least(),
                "%s is given up after %s",
                fatal.name(),
                now);
    }
}
