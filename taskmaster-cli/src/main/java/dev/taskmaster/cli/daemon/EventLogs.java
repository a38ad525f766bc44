package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.DaemonSettings;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.log.EventFormat;
import dev.taskmaster.log.EventJson;
import dev.taskmaster.log.EventLog;
import dev.taskmaster.log.EventText;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The event logs that a configuration asks for: a file, syslog, both or none.
///
/// @param logs the logs, open
record EventLogs(List<EventLog> logs) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventLogs.class.getPackageName());

    /// @throws CannotRunException if a log cannot be opened
    static EventLogs open(Setup setup) {
        var settings = setup.daemon();
        var logs = new ArrayList<EventLog>();
        try {
            if (settings.logfile().isPresent()) {
                var file = settings.logfile().get();
                var format = format(settings);
                logs.add(
                        settings.logRotation().isPresent()
                                ? EventLog.toFile(file, settings.logRotation().get(), format)
                                : EventLog.toFile(file, format));
            }
        } catch (IOException e) {
            throw new CannotRunException("the event log cannot be opened: " + e.getMessage());
        }
        if (settings.syslog()) {
            logs.add(EventLog.toSyslog());
        }
        return new EventLogs(logs);
    }

    /// {@return how events look in the logs}
    static EventFormat format(DaemonSettings settings) {
        return switch (settings.logFormat()) {
            case TEXT -> new EventText();
            case JSON -> new EventJson();
        };
    }

    /// Says what the daemon does besides supervising.
    void say(LogLevel level, String message) {
        LOG.log(
                switch (level) {
                    case CRITICAL, ERROR -> System.Logger.Level.ERROR;
                    case WARN -> System.Logger.Level.WARNING;
                    case INFO -> System.Logger.Level.INFO;
                    case DEBUG, TRACE, BLATHER -> System.Logger.Level.DEBUG;
                },
                message);
    }

    /// Opens the files anew, after somebody renamed them.
    void reopen() {
        for (var log : logs) {
            try {
                log.reopen();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "the event log goes on as before", e);
            }
        }
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
    }
}
