package dev.taskmaster.config.supervisord;

import java.util.Objects;

/// What happens to what a process writes to its stdout or stderr.
///
/// @param logfile where it is logged; default [Target.Auto]
/// @param maxBytes the size at which the log is put aside; 0 for never; default 50 MB
/// @param backups how many old logs are kept; default 10
/// @param captureMaxBytes how much between the tags of PROCESS_COMMUNICATION events is kept; 0 for
///   no such events; default 0
/// @param eventsEnabled whether it makes PROCESS_LOG events; default false
/// @param syslog whether it goes to syslog too; default false
public record LogConfig(
        Target logfile,
        long maxBytes,
        int backups,
        long captureMaxBytes,
        boolean eventsEnabled,
        boolean syslog) {
    public LogConfig {
        Objects.requireNonNull(logfile);
    }

    boolean changes(LogConfig running) {
        // Once in use, AUTO is some file. So supervisord sees a change from AUTO, but none to it.
        var same = logfile instanceof Target.Auto ? running.withLogfile(logfile) : running;
        return !equals(same);
    }

    private LogConfig withLogfile(Target other) {
        return new LogConfig(other, maxBytes, backups, captureMaxBytes, eventsEnabled, syslog);
    }

    /// Where output is logged.
    public sealed interface Target {
        /// Nowhere: `NONE`, `OFF`.
        record None() implements Target {}

        /// In a file of the daemon's making, see [AutoLogs].
        record Auto() implements Target {}

        /// In a file.
        ///
        /// @param path as it is written, with `~` replaced; where it is relative, it starts from
        ///   the daemon's current folder
        record File(String path) implements Target {
            public File {
                Objects.requireNonNull(path);
            }
        }
    }
}
