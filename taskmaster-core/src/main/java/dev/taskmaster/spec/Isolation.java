package dev.taskmaster.spec;

/// How far a process is set apart from the supervisor's terminal and signals.
public enum Isolation {
    /// A session of its own, and so a process group of its own (`man 2 setsid`).
    SESSION,
    /// A process group of its own in the supervisor's session, as supervisord does.
    GROUP
}
