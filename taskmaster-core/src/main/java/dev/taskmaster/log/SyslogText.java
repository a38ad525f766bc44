package dev.taskmaster.log;

import dev.taskmaster.event.SupervisorEvent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Events as `syslog(3)` sends them to its socket: RFC 3164 without the name of the host, of the
/// facility `daemon`.
///
/// @param zone syslog's time zone
/// @param pid the process id of the supervisor
record SyslogText(ZoneId zone, long pid) implements EventFormat {
    private static final int USER = 1;
    private static final int DAEMON = 3;

    private static final int INFO = 6;

    /// rsyslog's limit unless it is configured otherwise. journald and the kernel take more.
    private static final int BYTES_MAX = 8 << 10;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    @Override
    public String line(SupervisorEvent event) {
        return line(event.at(), EventLevel.of(event), EventText.message(event));
    }

    @Override
    public String missed(Instant at, long count) {
        return line(at, EventLevel.WARN, EventText.missedMessage(count));
    }

    private String line(Instant at, EventLevel level, String message) {
        var priority = DAEMON * 8 + severity(level);
        var time = TIME.format(at.atZone(zone));
        return cut("<%d>%s taskmaster[%d]: %s".formatted(priority, time, pid, message));
    }

    /// {@return a line as Python's `syslog` sends it, unless it is told otherwise}
    static String supervisords(Instant at, String line) {
        var time = TIME.format(at.atZone(ZoneId.systemDefault()));
        return cut("<%d>%s supervisord: %s".formatted(USER * 8 + INFO, time, line));
    }

    private static int severity(EventLevel level) {
        return switch (level) {
            case ERROR -> 3;
            case WARN -> 4;
            case INFO -> INFO;
        };
    }

    private static String cut(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= BYTES_MAX
                ? line
                : new String(bytes, 0, BYTES_MAX - 8, StandardCharsets.UTF_8) + "…";
    }
}
