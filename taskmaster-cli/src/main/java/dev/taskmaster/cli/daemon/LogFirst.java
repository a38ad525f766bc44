package dev.taskmaster.cli.daemon;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.OutputListener;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.SupervisorEvent;

import java.util.List;
import java.util.Optional;

/// Has the logs told of everything before somebody else who acts upon it: what comes of that must
/// not stand before it in the log. supervisord has one thread, and so does this.
final class LogFirst implements OutputListener {
    private final List<EventListener> logs;
    private volatile Optional<OutputListener> next = Optional.empty();

    LogFirst(List<EventListener> logs) {
        this.logs = List.copyOf(logs);
    }

    /// Says who else is told from now on.
    void then(OutputListener listener) {
        next = Optional.of(listener);
    }

    @Override
    public void on(SupervisorEvent event) {
        logs.forEach(log -> log.on(event));
        next.ifPresent(it -> it.on(event));
    }

    @Override
    public void output(ProcessOutput output) {
        for (var log : logs) {
            if (log instanceof OutputListener listener) {
                listener.output(output);
            }
        }
        next.ifPresent(it -> it.output(output));
    }

    @Override
    public void missed(long count) {
        logs.forEach(log -> log.missed(count));
        next.ifPresent(it -> it.missed(count));
    }
}
