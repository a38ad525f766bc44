package dev.taskmaster.log;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.Added;
import dev.taskmaster.event.SupervisorEvent.Adopted;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Ended;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Killing;
import dev.taskmaster.event.SupervisorEvent.OutputHeld;
import dev.taskmaster.event.SupervisorEvent.OutputResumed;
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.event.SupervisorEvent.Reloaded;
import dev.taskmaster.event.SupervisorEvent.Removed;
import dev.taskmaster.event.SupervisorEvent.Renamed;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Signalled;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.StateChange;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorDetached;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.event.SupervisorEvent.Unknown;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ExitStatus;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Events as supervisord's log tells them: `2026-11-22 22:30:00,123 INFO spawned: 'web' with pid
/// 42`. Processes go by their own names, without their groups. What supervisord does not tell has
/// no line, unless it is trouble.
///
/// It remembers what came before, since supervisord puts into one line what are several events: so
/// each log needs one of its own, which hears all events. Not safe for use by several threads.
///
/// Source: supervisord process.py, supervisord.py and loggers.py.
public final class SupervisordText implements EventFormat {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,", Locale.ROOT);

    private final LogLevel level;
    private final ZoneId zone;

    /// What may have to be waited for, in the order in which it was started.
    private final Set<ProcessName> up = new LinkedHashSet<>();

    private Optional<Ended> ended = Optional.empty();
    private boolean shuttingDown;

    /// Made anew only if the next line is of another: a date takes longer than all the rest.
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    private record Line(LogLevel level, String message) {}

    private record Second(long epochSecond, String text) {}

    /// @param level what matters less has no line
    /// @param zone the time zone of the times
    public SupervisordText(LogLevel level, ZoneId zone) {
        this.level = Objects.requireNonNull(level);
        this.zone = Objects.requireNonNull(zone);
    }

    /// With the times of this machine's time zone.
    public SupervisordText(LogLevel level) {
        this(level, ZoneId.systemDefault());
    }

    @Override
    public String line(SupervisorEvent event) {
        var line = told(event);
        remember(event);
        return line.map(l -> line(event.at(), l.level(), EventText.oneLine(l.message())))
                .orElse("");
    }

    @Override
    public String missed(Instant at, long count) {
        return line(at, LogLevel.WARN, EventText.missedMessage(count));
    }

    /// {@return the line, without its end; empty if it does not matter enough}
    ///
    /// @param message may have several lines
    String line(Instant at, LogLevel messageLevel, String message) {
        return tells(messageLevel)
                ? time(at) + " " + abbreviation(messageLevel) + " " + message
                : "";
    }

    private String time(Instant at) {
        var latest = second;
        if (latest.epochSecond() != at.getEpochSecond()) {
            latest = new Second(at.getEpochSecond(), SECOND.format(at.atZone(zone)));
            second = latest;
        }
        var millis = at.getNano() / 1_000_000;
        return latest.text() + millis / 100 + millis / 10 % 10 + millis % 10;
    }

    /// {@return whether lines of a level matter enough}
    boolean tells(LogLevel messageLevel) {
        return messageLevel.compareTo(level) <= 0;
    }

    private static String abbreviation(LogLevel level) {
        return switch (level) {
            case CRITICAL -> "CRIT";
            case ERROR -> "ERRO";
            case WARN -> "WARN";
            case INFO -> "INFO";
            case DEBUG -> "DEBG";
            case TRACE -> "TRAC";
            case BLATHER -> "BLAT";
        };
    }

    private Optional<Line> told(SupervisorEvent event) {
        return switch (event) {
            case SupervisorStopping _ ->
                    up.isEmpty()
                            ? Optional.empty()
                            : info(
                                    up.stream()
                                            .map(ProcessName::process)
                                            .collect(
                                                    Collectors.joining(
                                                            ", ", "waiting for ", " to die")));
            case Spawned(_, var name, var pid) ->
                    info("spawned: '" + name.process() + "' with pid " + pid);
            case Adopted(_, var name, _, var pid) ->
                    info("adopted: '%s' with pid %d".formatted(name.process(), pid));
            case Running(_, var name, _, _, var startTime) ->
                    info(
                            "success: "
                                    + name.process()
                                    + " entered RUNNING state, process has stayed up for > than "
                                    + EventText.seconds(startTime)
                                    + " seconds (startsecs)");
            case BackingOff(_, var name, _, _, _, var reason) ->
                    end(name)
                            .map(status -> exited(name, status, false))
                            .orElseGet(() -> info("spawnerr: " + reason));
            case Exited(_, var name, _, _, var status, var expected) ->
                    exited(name, status, expected);
            case Stopping(_, var name, _, _, _) ->
                    shuttingDown
                            ? Optional.empty()
                            : info("waiting for " + name.process() + " to stop");
            case Stopped(_, var name, _, _) ->
                    end(name)
                            .map(
                                    status ->
                                            new Line(
                                                    ended.get().expected()
                                                            ? LogLevel.INFO
                                                            : LogLevel.WARN,
                                                    "stopped: "
                                                            + name.process()
                                                            + " ("
                                                            + status
                                                            + ")"));
            case Fatal(_, var name, _, _) ->
                    info(
                            "gave up: %s entered FATAL state, too many start retries too quickly"
                                    .formatted(name.process()));
            case Unknown(_, var name, _, var pid, var reason) ->
                    line(
                            LogLevel.CRITICAL,
                            "unknown problem killing %s (%d):%s"
                                    .formatted(name.process(), pid, reason));
            case Killing(_, var name, var pid) ->
                    line(
                            LogLevel.WARN,
                            "killing '%s' (%d) with SIGKILL".formatted(name.process(), pid));
            case Signalled(_, var name, var pid, var signal) ->
                    line(
                            LogLevel.DEBUG,
                            "sending %s (pid %d) sig %s".formatted(name.process(), pid, signal));
            case OutputHeld _ -> line(LogLevel.ERROR, EventText.message(event));
            case OutputResumed _ -> info(EventText.message(event));
            case ReloadRefused _ -> line(LogLevel.ERROR, EventText.message(event));
            case Ended _ -> line(LogLevel.DEBUG, "received SIGCHLD indicating a child quit");
            case SupervisorStarted _,
                    Starting _,
                    Added _,
                    Removed _,
                    Renamed _,
                    Reloaded _,
                    SupervisorStopped _,
                    SupervisorDetached _ ->
                    Optional.empty();
        };
    }

    private static Optional<Line> info(String message) {
        return line(LogLevel.INFO, message);
    }

    private static Optional<Line> line(LogLevel level, String message) {
        return Optional.of(new Line(level, message));
    }

    private static Optional<Line> exited(ProcessName name, ExitStatus status, boolean expected) {
        return line(
                expected ? LogLevel.INFO : LogLevel.WARN,
                "exited: "
                        + name.process()
                        + " ("
                        + status
                        + (expected ? "; expected)" : "; not expected)"));
    }

    /// How a process has just ended, if it has.
    private Optional<ExitStatus> end(ProcessName name) {
        return ended.filter(end -> end.name().equals(name)).map(Ended::status);
    }

    private void remember(SupervisorEvent event) {
        // The state that a process enters is told right after its end.
        ended = event instanceof Ended end ? Optional.of(end) : Optional.empty();
        switch (event) {
            case SupervisorStopping _ -> shuttingDown = true;
            case Removed(_, var name) -> up.remove(name);
            case StateChange change -> {
                if (change.to().isDown()) {
                    up.remove(change.name());
                } else {
                    up.add(change.name());
                }
            }
            default -> {}
        }
    }
}
