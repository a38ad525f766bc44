package dev.taskmaster.internal.engine;

/// How badly it has gone lately.
///
/// @param failedStarts how many starts in a row have failed
/// @param crashes how many runs in a row ended before the process counted as healthy
record Streak(int failedStarts, int crashes) {
    static final Streak NONE = new Streak(0, 0);

    Streak failedAgain() {
        return new Streak(failedStarts + 1, crashes);
    }
}
