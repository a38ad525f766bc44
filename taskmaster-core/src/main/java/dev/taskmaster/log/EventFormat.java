package dev.taskmaster.log;

import dev.taskmaster.event.SupervisorEvent;

import java.time.Instant;

/// How an event looks as a line: [EventText], [EventJson] or [SupervisordText].
public interface EventFormat {

    /// {@return the event as one line, without its end; empty if there is nothing to say of it}
    String line(SupervisorEvent event);

    /// {@return one line, without its end, that says how many events were dropped}
    ///
    /// @param at when that was noticed
    /// @param count how many
    String missed(Instant at, long count);
}
