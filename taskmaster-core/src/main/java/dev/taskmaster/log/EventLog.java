package dev.taskmaster.log;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.libc.UnixDatagram;
import dev.taskmaster.internal.output.RotatingFile;
import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Writes events to a file, to a stream or to syslog, one line each.
///
/// Each line is written at once, in one piece. What cannot be written, because the disk is full for
/// example, waits, and is written before the next event that can be. When 10,000 lines wait,
/// further ones are dropped, and a line says how many. Trouble with the log is reported through
/// [System.Logger], once until it is over.
///
/// May be used by any thread.
public final class EventLog implements EventListener, AutoCloseable {
    static final int LINES_WAITING_MAX = 10_000;

    private static final System.Logger LOG = System.getLogger("dev.taskmaster.log");

    private final EventFormat format;
    private final Target target;
    private final InstantSource clock;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private long dropped;
    private boolean isInTrouble;
    private boolean isClosed;

    EventLog(EventFormat format, Target target, InstantSource clock) {
        this.format = format;
        this.target = target;
        this.clock = clock;
    }

    /// Writes to the end of a file that grows without limit.
    ///
    /// @param path the file; it is created if there is none, but not its folder
    /// @throws IOException if it cannot be opened, with a message for people
    public static EventLog toFile(Path path, EventFormat format) throws IOException {
        return toFile(path, Rotation.NEVER, format);
    }

    /// Writes to the end of a file that is rotated.
    ///
    /// @param path the file; it is created if there is none, but not its folder
    /// @throws IOException if it cannot be opened, with a message for people
    public static EventLog toFile(Path path, Rotation rotation, EventFormat format)
            throws IOException {
        var target = new FileTarget(RotatingFile.open(path, rotation));
        return new EventLog(format, target, InstantSource.system());
    }

    /// Writes to a stream, such as [System#err], in its character set. Never closes it.
    public static EventLog toStream(PrintStream stream, EventFormat format) {
        return new EventLog(format, new StreamTarget(stream), InstantSource.system());
    }

    /// Writes to syslog, as text, as `taskmaster` of the facility `daemon`. Needs Linux and native
    /// access; while there is no `/dev/log`, lines wait.
    public static EventLog toSyslog() {
        return toSyslog(Path.of("/dev/log"));
    }

    static EventLog toSyslog(Path socket) {
        var format = new SyslogText(ZoneId.systemDefault(), ProcessHandle.current().pid());
        return new EventLog(format, new SyslogTarget(socket), InstantSource.system());
    }

    /// Writes to syslog as supervisord does.
    static EventLog toSyslog(Path socket, SupervisordText format) {
        var target = new SupervisordSyslogTarget(new SyslogTarget(socket), InstantSource.system());
        return new EventLog(format, target, InstantSource.system());
    }

    @Override
    public void on(SupervisorEvent event) {
        write(format.line(event));
    }

    @Override
    public void missed(long count) {
        write(format.missed(clock.instant(), count));
    }

    /// Writes one more line, unless it is empty.
    ///
    /// @param line without its end
    synchronized void write(String line) {
        if (isClosed || line.isEmpty()) {
            return;
        }
        writeWaiting();
        if (waiting.size() >= LINES_WAITING_MAX) {
            dropped++;
            return;
        }
        tellDropped();
        waiting.add(target.bytes(line));
        writeWaiting();
    }

    private void tellDropped() {
        if (dropped > 0) {
            waiting.add(target.bytes(format.missed(clock.instant(), dropped)));
            dropped = 0;
        }
    }

    private void writeWaiting() {
        while (!waiting.isEmpty()) {
            var trouble = target.write(waiting.peek());
            if (trouble.isPresent()) {
                report(trouble.get());
                return;
            }
            waiting.remove();
            isInTrouble = false;
        }
    }

    private void report(String reason) {
        if (!isInTrouble) {
            isInTrouble = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "events wait, their log cannot be written: " + reason);
        }
    }

    /// Opens the file anew, after somebody renamed it: what `SIGUSR2` is for. Does nothing where
    /// the log is no file.
    ///
    /// @throws IOException if it cannot be opened, with a message for people; the old one stays in
    ///   use
    public synchronized void reopen() throws IOException {
        if (!isClosed) {
            target.reopen();
        }
    }

    /// Closes the log, after a last try to write what waits. Events that come later are ignored.
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            tellDropped();
            writeWaiting();
            target.close();
        }
    }

    /// Where lines go to.
    interface Target {
        /// {@return the line as it is to be written}
        default ByteBuffer bytes(String line) {
            return ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /// Takes what it can out of the buffer.
        ///
        /// @return why that was not all, or empty
        Optional<String> write(ByteBuffer bytes);

        default void reopen() throws IOException {}

        default void close() {}
    }

    private record FileTarget(RotatingFile file) implements Target {
        @Override
        public Optional<String> write(ByteBuffer bytes) {
            return file.write(bytes);
        }

        @Override
        public void reopen() throws IOException {
            file.reopen();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private record StreamTarget(PrintStream stream) implements Target {
        @Override
        public ByteBuffer bytes(String line) {
            return ByteBuffer.wrap((line + "\n").getBytes(stream.charset()));
        }

        @Override
        public Optional<String> write(ByteBuffer bytes) {
            stream.write(bytes.array(), 0, bytes.limit());
            stream.flush();
            return Optional.empty();
        }
    }

    private record SupervisordSyslogTarget(SyslogTarget syslog, InstantSource clock)
            implements Target {
        @Override
        public ByteBuffer bytes(String line) {
            return syslog.bytes(SyslogText.supervisords(clock.instant(), line));
        }

        @Override
        public Optional<String> write(ByteBuffer bytes) {
            return syslog.write(bytes);
        }
    }

    private record SyslogTarget(Path socket) implements Target {
        @Override
        public ByteBuffer bytes(String line) {
            return ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> write(ByteBuffer bytes) {
            try {
                UnixDatagram.send(socket, bytes.array());
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e.getMessage());
            }
        }
    }
}
