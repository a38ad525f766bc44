package dev.taskmaster.cli.render;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.Added;
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
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Events as lines for people.
public final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private EventLine() {}

    /// {@return the event with the time of day before it}
    ///
    /// @param zone the time zone of the reader
    public static String timed(SupervisorEvent event, ZoneId zone) {
        return TIME.format(event.at().atZone(zone)) + " " + text(event);
    }

    /// {@return what happened, in a sentence}
    public static String text(SupervisorEvent event) {
        return switch (event) {
            case Starting e -> e.name() + " starts";
            case Spawned e -> e.name() + " has pid " + e.pid();
            case Running e -> e.name() + " is RUNNING, pid " + e.pid();
            case BackingOff e ->
                    "%s failed: %s; next start in %s"
                            .formatted(e.name(), e.reason(), seconds(e.delay()));
            case Stopping e -> e.name() + " is asked to end by " + e.signal();
            case Stopped e -> e.name() + " is STOPPED";
            case Exited e ->
                    "%s has EXITED%s: %s"
                            .formatted(e.name(), e.expected() ? "" : " unexpectedly", e.status());
            case Fatal e -> e.name() + " is FATAL: " + e.reason();
            case Ended e -> e.name() + " with pid " + e.pid() + " is gone: " + e.status();
            case Killing e -> e.name() + " did not end in time and is killed";
            case Signalled e -> e.name() + " was sent " + e.signal();
            case Added e -> e.name() + " is now supervised";
            case Removed e -> e.name() + " is no longer supervised";
            case Renamed e -> e.oldName() + " is now named " + e.name();
            case OutputHeld e ->
                    "%s: its log %s cannot be written: %s; its output waits"
                            .formatted(e.name(), e.file(), e.reason());
            case OutputResumed e -> e.name() + ": its log " + e.file() + " is written again";
            case SupervisorStarted e -> "taskmaster starts, pid " + e.pid();
            case SupervisorStopping _ -> "taskmaster stops all processes";
            case SupervisorStopped _ -> "taskmaster has stopped all processes";
            case Reloaded e -> "reloaded: " + e.summary();
            case ReloadRefused e ->
                    "reload refused, nothing is changed: " + String.join("; ", e.problems());
        };
    }

    /// {@return whether people want to be told of it while they do something else}
    public static boolean isNoteworthy(SupervisorEvent event) {
        return switch (event) {
            case BackingOff _, Fatal _, Killing _, OutputHeld _, OutputResumed _ -> true;
            case Exited e -> !e.expected();
            case Starting _, Spawned _, Running _, Stopping _, Stopped _ -> false;
            case Ended _, Signalled _, Added _, Removed _, Renamed _ -> false;
            case SupervisorStarted _, SupervisorStopping _, SupervisorStopped _ -> false;
            // Whoever asked for the reload is told by its own answer.
            case Reloaded _, ReloadRefused _ -> false;
        };
    }

    /// {@return the line in the colour of its weight}
    public static String styled(SupervisorEvent event, String line, Style style) {
        return switch (event) {
            case Fatal _, ReloadRefused _, OutputHeld _ -> style.error(line);
            default -> isNoteworthy(event) ? style.warning(line) : line;
        };
    }

    private static String seconds(Duration duration) {
        var tenths = Math.round(duration.toMillis() / 100.0);
        return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
}
