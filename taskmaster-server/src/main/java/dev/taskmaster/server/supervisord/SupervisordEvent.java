package dev.taskmaster.server.supervisord;

import java.util.Objects;

/// An event as supervisord's listeners get it.
///
/// @param type what happened
/// @param payload the details, exactly as supervisord writes them
public record SupervisordEvent(EventType type, String payload) {
    public SupervisordEvent {
        Objects.requireNonNull(type);
        Objects.requireNonNull(payload);
    }
}
