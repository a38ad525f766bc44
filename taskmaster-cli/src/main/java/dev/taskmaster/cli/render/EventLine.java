package dev.taskmaster.cli.render;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.OutputResumed;
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.log.EventLevel;
import dev.taskmaster.log.EventText;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Events as lines for people at a terminal.
///
/// @param zone the time zone of the reader
/// @param style colours what matters
public record EventLine(ZoneId zone, Style style) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    /// {@return the time of day and what happened: `14:03:22 web exited (…)`}
    public String text(SupervisorEvent event) {
        return text(event.at(), EventLevel.of(event), EventText.message(event));
    }

    /// {@return the time of day and what happened}
    ///
    /// @param message what happened, in words
    public String text(Instant at, EventLevel level, String message) {
        var line = TIME.format(at.atZone(zone)) + " " + message;
        return switch (level) {
            case INFO -> line;
            case WARN -> style.warning(line);
            case ERROR -> style.error(line);
        };
    }

    /// {@return whether people want to be told of it while they do something else}
    public static boolean isNoteworthy(SupervisorEvent event) {
        return switch (event) {
            case OutputResumed _ -> true;
            // Whoever asked for the reload is told by its own answer.
            case ReloadRefused _ -> false;
            // A back-off without a wait is the last one: FATAL follows.
            case BackingOff backoff -> backoff.delay().isPositive();
            default -> EventLevel.of(event) != EventLevel.INFO;
        };
    }
}
