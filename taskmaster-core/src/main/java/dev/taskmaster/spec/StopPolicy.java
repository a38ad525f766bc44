package dev.taskmaster.spec;

import java.time.Duration;

/// How a process is stopped. Applies to a live process at once.
///
/// @param stopSignal what asks it to end; default TERM
/// @param stopTime how long it may take before it is killed; default 10 s
/// @param stopAsGroup whether the stop signal goes to its whole process group instead of to the
///   process alone; default false
/// @param killAsGroup whether SIGKILL goes to its whole process group; default true
/// @param sweep whether what is left of its process group is killed once the process itself is
///   gone, for whatever reason it went; default true (supervisord: false)
/// @param killTree whether what descends from it is killed together with its process group, also
///   what has left that, as far as the launcher can find it; default as `killAsGroup` (supervisord:
///   false)
public record StopPolicy(
        Signal stopSignal,
        Duration stopTime,
        boolean stopAsGroup,
        boolean killAsGroup,
        boolean sweep,
        boolean killTree) {
    /// @throws InvalidSpecException if a value is out of its range, or the stop signal goes to the
    ///   group while SIGKILL does not, or SIGKILL goes to its descendants while it does not go to
    ///   the group
    public StopPolicy {
        Checks.notNegative("stoptime", stopTime);
        if (stopAsGroup && !killAsGroup) {
            throw new InvalidSpecException(
                    "killasgroup", "cannot be false while stopasgroup is true");
        }
        if (killTree && !killAsGroup) {
            throw new InvalidSpecException("killtree", "cannot be true while killasgroup is false");
        }
    }
}
