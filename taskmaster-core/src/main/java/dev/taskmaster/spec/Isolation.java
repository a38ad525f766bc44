package dev.taskmaster.spec;

/// How far a process is set apart from the supervisor's terminal and signals.
public enum Isolation {
    /// A session of its own, and so a process group of its own (`man 2 setsid`).
    SESSION,
    /// A process group of its own in the supervisor's session, as supervisord does.
    GROUP,
    /// Not at all: it shares the supervisor's process group, and whatever is sent to that hits
    /// both. The portable launcher can do no more than this.
    NONE
}
