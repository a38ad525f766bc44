package dev.taskmaster.spec;

/// What else becomes of the output of a process, on its way to its log.
///
/// @param stripAnsi whether terminal escape sequences are left out of the log
/// @param events whether listeners get a copy of all of it
/// @param captureMaxBytes how much of what stands between `<!--XSUPERVISOR:BEGIN-->` and
///   `<!--XSUPERVISOR:END-->` is kept out of the log and handed to listeners; 0 for no such thing
/// @param syslog whether a copy of each line that goes to the log goes to syslog too
public record Tap(boolean stripAnsi, boolean events, int captureMaxBytes, boolean syslog) {
    /// @throws InvalidSpecException if a value is out of its range
    public Tap {
        Checks.range("capture_maxbytes", captureMaxBytes, 0, Integer.MAX_VALUE);
    }

    /// {@return whether anybody gets something of it, wherever the output goes to}
    public boolean isHeard() {
        return events || captureMaxBytes > 0 || syslog;
    }
}
