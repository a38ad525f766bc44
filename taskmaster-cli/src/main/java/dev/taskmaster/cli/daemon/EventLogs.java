package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.DaemonSettings;
import dev.taskmaster.config.supervisord.SupervisordSettings;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.log.EventFormat;
import dev.taskmaster.log.EventJson;
import dev.taskmaster.log.EventLog;
import dev.taskmaster.log.EventText;
import dev.taskmaster.log.SupervisordLog;
import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The event logs that a configuration asks for: a file, syslog, the console, or none. With a
/// supervisord.conf they speak supervisord's words.
///
/// @param own logs in Taskmaster's words
/// @param supervisords logs in supervisord's words
record EventLogs(List<EventLog> own, List<SupervisordLog> supervisords) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventLogs.class.getPackageName());

    /// @param console where events are shown too
    /// @throws CannotRunException if a log cannot be opened
    static EventLogs open(Setup setup, Optional<PrintStream> console) {
        var logs = new EventLogs(new ArrayList<>(), new ArrayList<>());
        try {
            if (setup.supervisord().isPresent()) {
                logs.open(setup.supervisord().get().loaded().config().settings(), console);
            } else {
                logs.open(setup.daemon(), console);
            }
        } catch (IOException e) {
            throw new CannotRunException("the event log cannot be opened: " + e.getMessage());
        }
        return logs;
    }

    private void open(DaemonSettings settings, Optional<PrintStream> console) throws IOException {
        var format = format(settings);
        if (settings.logfile().isPresent()) {
            var file = settings.logfile().get();
            own.add(
                    settings.logRotation().isPresent()
                            ? EventLog.toFile(file, settings.logRotation().get(), format)
                            : EventLog.toFile(file, format));
        }
        if (settings.syslog()) {
            own.add(EventLog.toSyslog());
        }
        console.ifPresent(stream -> own.add(EventLog.toStream(stream, format)));
    }

    private void open(SupervisordSettings settings, Optional<PrintStream> console)
            throws IOException {
        var level = settings.logLevel();
        if (settings.logfile().isPresent()) {
            var rotation =
                    settings.logfileMaxBytes() <= 0
                            ? Rotation.NEVER
                            : new Rotation(
                                    settings.logfileMaxBytes(),
                                    Math.clamp(settings.logfileBackups(), 0, 10_000));
            supervisords.add(SupervisordLog.toFile(settings.logfile().get(), rotation, level));
        } else {
            supervisords.add(SupervisordLog.toSyslog(level));
        }
        console.ifPresent(stream -> supervisords.add(SupervisordLog.toStream(stream, level)));
    }

    private static EventFormat format(DaemonSettings settings) {
        return switch (settings.logFormat()) {
            case TEXT -> new EventText();
            case JSON -> new EventJson();
        };
    }

    /// {@return all of them}
    List<EventListener> listeners() {
        var listeners = new ArrayList<EventListener>(own);
        listeners.addAll(supervisords);
        return listeners;
    }

    /// Says what the daemon does besides supervising.
    void say(LogLevel level, String message) {
        supervisords.forEach(log -> log.say(level, message));
    }

    /// Opens the files anew, after somebody renamed them.
    void reopen() {
        try {
            for (var log : own) {
                log.reopen();
            }
            for (var log : supervisords) {
                log.reopen();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the event log goes on as before", e);
        }
    }

    @Override
    public void close() {
        own.forEach(EventLog::close);
        supervisords.forEach(SupervisordLog::close);
    }
}
