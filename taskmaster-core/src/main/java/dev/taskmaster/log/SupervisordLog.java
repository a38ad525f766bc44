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

/// The log of a daemon that stands in for supervisord, in supervisord's words: what happens, what
/// else the daemon says, and, at the level DEBUG and below, what processes write.
///
/// May be used by any thread. See [EventLog] for what becomes of lines that cannot be written.
public final class SupervisordLog implements OutputListener, AutoCloseable {
    private final EventLog log;
    private final SupervisordText text;
    private final InstantSource clock;

    SupervisordLog(EventLog log, SupervisordText text, InstantSource clock) {
        this.log = Objects.requireNonNull(log);
        this.text = Objects.requireNonNull(text);
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
                EventLog.toFile(path, rotation, text), text, InstantSource.system());
    }

    /// Writes to a stream, such as [System#out], in its character set. Never closes it.
    ///
    /// @param level what matters less is not written
    public static SupervisordLog toStream(PrintStream stream, LogLevel level) {
        var text = new SupervisordText(level);
        return new SupervisordLog(EventLog.toStream(stream, text), text, InstantSource.system());
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
        log.write(text.line(clock.instant(), level, message));
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
