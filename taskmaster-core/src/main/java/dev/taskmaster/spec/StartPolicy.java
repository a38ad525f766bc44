package dev.taskmaster.spec;

import java.time.Duration;
import java.util.List;

/// When a process is started and when its start counts as done. Applies to a live process at once.
///
/// @param autostart whether it is started with the supervisor; default true
/// @param startTime how long it must stay up to be RUNNING; zero means that any start succeeds;
///   default 1 s
/// @param startRetries how often a start that failed is tried again before the process is FATAL, so
///   3 means four tries; 0 to 1,000,000; default 3
/// @param priority low starts first and stops last, within the group; any number; default 999
/// @param groupPriority the same between groups; default: the process's own priority
/// @param dependsOn names of programs that must be RUNNING, or have done their work and exited as
///   expected, before this one is started; empty by default
public record StartPolicy(
        boolean autostart,
        Duration startTime,
        int startRetries,
        int priority,
        int groupPriority,
        List<String> dependsOn) {
    /// @throws InvalidSpecException if a value is out of its range
    public StartPolicy {
        Checks.notNegative("starttime", startTime);
        Checks.range("startretries", startRetries, 0, 1_000_000);
        dependsOn = List.copyOf(dependsOn);
    }
}
