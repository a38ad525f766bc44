package dev.taskmaster.log;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.OutputListener;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// The log of a daemon that stands in for supervisord, in supervisord's words: what happens, what
/// else the daemon says, and, at the level DEBUG and below, what processes write.
///
/// May be used by any thread. See [EventLog] for what becomes of lines that cannot be written.
public final class SupervisordLog implements OutputListener, AutoCloseable {
    private final EventLog log;
    private final SupervisordText text;
    private final boolean linewise;
    private final InstantSource clock;

    /// @param linewise whether each line of a message goes by itself
    SupervisordLog(EventLog log, SupervisordText text, boolean linewise, InstantSource clock) {
        this.log = Objects.requireNonNull(log);
        this.text = Objects.requireNonNull(text);
        this.linewise = linewise;
        this.clock = Objects.requireNonNull(clock);
    }

    /// Writes to the end of a file.
    ///
    /// @param path the file; it is created if there is none, but not its folder
    /// @param level what matters less is not written
    /// @throws IOException if it cannot be opened, with a message for people
    public static SupervisordLog toFile(Path path, Rotation rotation, LogLevel level)
            throws IOException {
        var text = new SupervisordText(level);
        return new SupervisordLog(
                EventLog.toFile(path, rotation, text), text, false, InstantSource.system());
    }

    /// Writes to a stream, such as [System#out], in its character set. Never closes it.
    ///
    /// @param level what matters less is not written
    public static SupervisordLog toStream(PrintStream stream, LogLevel level) {
        var text = new SupervisordText(level);
        return new SupervisordLog(
                EventLog.toStream(stream, text), text, false, InstantSource.system());
    }

    /// Sends to syslog, each line by itself, as supervisord does: of the facility `user` and the
    /// severity `info`. Needs Linux and native access; while there is no `/dev/log`, lines wait.
    ///
    /// @param level what matters less is not sent
    public static SupervisordLog toSyslog(LogLevel level) {
        return toSyslog(Path.of("/dev/log"), level);
    }

    static SupervisordLog toSyslog(Path socket, LogLevel level) {
        var text = new SupervisordText(level);
        return new SupervisordLog(
                EventLog.toSyslog(socket, text), text, true, InstantSource.system());
    }

    @Override
    public void on(SupervisorEvent event) {
        log.on(event);
    }

    @Override
    public void missed(long count) {
        log.missed(count);
    }

    @Override
    public void output(ProcessOutput output) {
        if (!text.tells(LogLevel.DEBUG)) {
            return;
        }
        if (output.captured()) {
            say(
                    LogLevel.DEBUG,
                    "'%s' %s emitted a comm event"
                            .formatted(output.name().process(), channel(output)));
        } else {
            say(
                    LogLevel.DEBUG,
                    "'%s' %s output:\n%s"
                            .formatted(
                                    output.name().process(),
                                    channel(output),
                                    PythonText.of(output.bytes())));
        }
    }

    private static String channel(ProcessOutput output) {
        return output.channel().name().toLowerCase(Locale.ROOT);
    }

    /// Writes what the daemon says, now.
    ///
    /// @param message may have several lines
    public void say(LogLevel level, String message) {
        var at = clock.instant();
        (linewise ? message.lines() : Stream.of(message))
                .forEach(line -> log.write(text.line(at, level, line)));
    }

    /// Opens the file anew, after somebody renamed it: what `SIGUSR2` is for. Does nothing where
    /// the log is no file.
    ///
    /// @throws IOException if it cannot be opened, with a message for people; the old one stays in
    ///   use
    public void reopen() throws IOException {
        log.reopen();
    }

    @Override
    public void close() {
        log.close();
    }
}
