package dev.taskmaster.spec;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What happens when a process ends by itself. Applies to a live process at once.
///
/// @param autorestart whether it is started again; default [Autorestart#UNEXPECTED]
/// @param exitCodes the exit codes that are expected, each 0 to 255; default 0
/// @param backoff how long to wait before it is started again; default [Backoff#standard]
public record RestartPolicy(
        Autorestart autorestart, SortedSet<Integer> exitCodes, Backoff backoff) {
    /// @throws InvalidSpecException if an exit code is out of its range
    public RestartPolicy {
        exitCodes = Collections.unmodifiableSortedSet(new TreeSet<>(exitCodes));
        exitCodes.forEach(code -> Checks.range("exitcodes", code, 0, 255));
    }
}
