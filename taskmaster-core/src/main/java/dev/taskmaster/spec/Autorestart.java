package dev.taskmaster.spec;

/// Whether a process that ended after it was RUNNING is started again. A start that failed is
/// another matter: that is retried by [StartPolicy#startRetries].
public enum Autorestart {
    /// Started again, whatever its exit status.
    ALWAYS,
    /// Left as it is.
    NEVER,
    /// Started again if its exit code is not among [RestartPolicy#exitCodes]; death by a signal is
    /// always unexpected.
    UNEXPECTED
}
