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
public record StopPolicy(
        Signal stopSignal,
        Duration stopTime,
        boolean stopAsGroup,
        boolean killAsGroup,
        boolean sweep) {
    /// @throws InvalidSpecException if a value is out of its range, or the stop signal goes to the
    ///   group while SIGKILL does not
    public StopPolicy {
        Checks.notNegative("stoptime", stopTime);
        if (stopAsGroup && !killAsGroup) {
            throw new InvalidSpecException(
                    "killasgroup", "cannot be false while stopasgroup is true");
        }
    }
}
