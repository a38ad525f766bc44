package dev.taskmaster.status;

import dev.taskmaster.spec.ProcessName;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What is known of one process at one moment. A snapshot: it does not change.
///
/// @param name its name
/// @param program the program that asks for it
/// @param state its state
/// @param pid its process id, or 0 where none lives
/// @param started when it was last started
/// @param stopped when it last ended
/// @param exitStatus how it last ended
/// @param reason why it is not running although it should be; empty where all is well
/// @param tries how many starts have failed since it was last up
/// @param nextStart when it will be started again, in BACKOFF only
/// @param stdout the file its stdout goes to
/// @param stderr the file its stderr goes to
public record ProcessStatus(
        ProcessName name,
        String program,
        ProcessState state,
        long pid,
        Optional<Instant> started,
        Optional<Instant> stopped,
        Optional<ExitStatus> exitStatus,
        String reason,
        int tries,
        Optional<Instant> nextStart,
        Optional<Path> stdout,
        Optional<Path> stderr) {

    /// What dates need, apart from the rest, since a JVM takes long to make it ready.
    private static final class Dates {
        static final DateTimeFormatter STOPPED_AT =
                DateTimeFormatter.ofPattern("MMM dd hh:mm a", Locale.ENGLISH);
    }

    /// {@return how long it has been up at `now`; zero where it is not}
    public Duration uptime(Instant now) {
        if (!state.isAlive() || started.isEmpty()) {
            return Duration.ZERO;
        }
        var uptime = Duration.between(started.get(), now);
        return uptime.isNegative() ? Duration.ZERO : uptime;
    }

    /// One line for people, in supervisord's words: `pid 42, uptime 0:01:07`, `Not started`, `Nov
    /// 22 04:17 PM`, or the reason of a failure.
    ///
    /// @param now the present moment, for the uptime
    /// @param zone tells the time zone of the reader, where a date is to be shown:
    ///   `ZoneId::systemDefault`
    public String description(Instant now, Supplier<ZoneId> zone) {
        return switch (state) {
            case RUNNING -> "pid " + pid + ", uptime " + text(uptime(now));
            case STOPPED, EXITED ->
                    reason.isEmpty()
                            ? stopped.map(at -> Dates.STOPPED_AT.format(at.atZone(zone.get())))
                                    .orElse("Not started")
                            : reason;
            case FATAL, BACKOFF ->
                    reason.isEmpty()
                            ? "unknown error (try \"tail " + name.process() + "\")"
                            : reason;
            case STARTING, STOPPING, UNKNOWN -> reason;
        };
    }

    private static String text(Duration uptime) {
        var clock =
                uptime.toHoursPart()
                        + ":"
                        + twoDigits(uptime.toMinutesPart())
                        + ":"
                        + twoDigits(uptime.toSecondsPart());
        var days = uptime.toDays();
        return days == 0 ? clock : days + (days == 1 ? " day, " : " days, ") + clock;
    }

    /// Not by a format, which takes as long as all the rest of a line of a table.
    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
