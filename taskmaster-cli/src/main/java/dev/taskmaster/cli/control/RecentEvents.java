package dev.taskmaster.cli.control;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Remembers the last events and hands them, and what follows, to whoever listens.
///
/// Any thread may listen. Nobody misses an event or gets one twice: remembering and handing on are
/// one step.
public final class RecentEvents implements EventListener {
    private final int capacity;
    private final Deque<SupervisorEvent> events = new ArrayDeque<>();
    private final List<EventListener> listeners = new ArrayList<>();

    /// @param capacity how many are remembered
    public RecentEvents(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized void on(SupervisorEvent event) {
        if (events.size() == capacity) {
            events.removeFirst();
        }
        events.addLast(event);
        listeners.forEach(listener -> listener.on(event));
    }

    @Override
    public synchronized void missed(long count) {
        events.clear();
        listeners.forEach(listener -> listener.missed(count));
    }

    /// {@return the last `last` events, or all that are remembered}
    public synchronized List<SupervisorEvent> last(int last) {
        return events.stream().skip(Math.max(0, events.size() - last)).toList();
    }

    /// Hands on the last `last` events, and then each as it happens.
    ///
    /// @return ends the listening; when it has returned, nothing more is handed on
    public synchronized Supervisor.Subscription listen(int last, EventListener listener) {
        last(last).forEach(listener::on);
        listeners.add(listener);
        return () -> remove(listener);
    }

    private synchronized void remove(EventListener listener) {
        listeners.remove(listener);
    }
}
