package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;

/// Where the daemon says what it does besides supervising, in supervisord's words.
@FunctionalInterface
public interface DaemonLog {

    /// Called by any thread. Must return at once, and leaves out what is below its level.
    void say(LogLevel level, String message);
}
