package dev.taskmaster.cli.control;

import dev.taskmaster.cli.json.Json;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.log.EventJson;
import dev.taskmaster.log.EventLevel;
import dev.taskmaster.log.EventText;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/// An event as it is told, wherever the supervisor runs.
///
/// @param at when
/// @param level how much it matters
/// @param type what it is: the field `event` of `docs/reference/events.md`
/// @param message what happened, in words
/// @param json all of it, as one JSON object
public record Happening(Instant at, EventLevel level, String type, String message, String json) {
    public Happening {
        Objects.requireNonNull(at);
        Objects.requireNonNull(level);
    }

    /// {@return an event of this process}
    static Happening of(SupervisorEvent event) {
        var json = new EventJson().line(event);
        try {
            var type = Json.object(Json.parse(json)).text("event");
            return new Happening(
                    event.at(), EventLevel.of(event), type, EventText.message(event), json);
        } catch (IOException e) {
            throw new IllegalStateException("events are written as JSON", e);
        }
    }

    /// {@return an event that was read}
    ///
    /// @param value the JSON object
    /// @throws IOException if it is none
    static Happening read(Object value) throws IOException {
        var fields = Json.object(value);
        try {
            return new Happening(
                    OffsetDateTime.parse(fields.text("time")).toInstant(),
                    EventLevel.valueOf(fields.text("level")),
                    fields.text("event"),
                    fields.text("message"),
                    Json.text(value));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("not an event: " + Json.text(value), e);
        }
    }
}
