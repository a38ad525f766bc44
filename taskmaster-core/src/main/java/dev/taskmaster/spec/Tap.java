package dev.taskmaster.spec;

/// What else becomes of the output of a process, on its way to its log.
///
/// @param stripAnsi whether terminal escape sequences are left out of the log
/// @param events whether listeners get a copy of all of it
/// @param captureMaxBytes how much of what stands between `<!--XSUPERVISOR:BEGIN-->` and
///   `<!--XSUPERVISOR:END-->` is kept out of the log and handed to listeners; 0 for no such thing
public record Tap(boolean stripAnsi, boolean events, int captureMaxBytes) {
    /// @throws InvalidSpecException if a value is out of its range
    public Tap {
        Checks.range("capture_maxbytes", captureMaxBytes, 0, Integer.MAX_VALUE);
    }
}
