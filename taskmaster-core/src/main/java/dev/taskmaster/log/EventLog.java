package dev.taskmaster.log;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;

/// Writes events to a file, to a stream or to syslog, one line each.
public final class EventLog implements EventListener, AutoCloseable {
    private EventLog() {}

    @Override
    public void on(SupervisorEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
