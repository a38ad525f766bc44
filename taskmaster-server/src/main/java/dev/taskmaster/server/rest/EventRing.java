package dev.taskmaster.server.rest;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The last events, by serial number, for any number of clients to catch up with.
///
/// There is no queue per client. One that is too far behind finds a gap, and begins anew.
final class EventRing implements EventListener {
    private final int capacity;
    private final Function<SupervisorEvent, Supplier<String>> format;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;
    private boolean isClosed;

    /// @param serial counts from 1, without gaps but for events that were missed
    /// @param formatted the event; formatted when it is asked for, as nobody may ever ask
    record Entry(long serial, Supplier<String> formatted) {
        String text() {
            return formatted.get();
        }
    }

    /// @param capacity how many events are kept
    /// @param format takes an event when it comes, and makes its text when that is asked for
    EventRing(int capacity, Function<SupervisorEvent, Supplier<String>> format) {
        this.capacity = capacity;
        this.format = format;
    }

    @Override
    public void on(SupervisorEvent event) {
        var text = format.apply(event);
        synchronized (this) {
            if (entries.size() == capacity) {
                entries.removeFirst();
            }
            entries.addLast(new Entry(++last, text));
            notifyAll();
        }
    }

    @Override
    public synchronized void missed(long count) {
        entries.clear();
        last += count;
        notifyAll();
    }

    /// Says that nothing more will come.
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /// {@return whether nothing will ever come after a serial number}
    synchronized boolean endsWith(long serial) {
        return isClosed && serial == last;
    }

    /// {@return the serial number of the last event; 0 before the first}
    synchronized long last() {
        return last;
    }

    /// {@return the last `count` events, or all that are kept}
    synchronized List<Entry> recent(int count) {
        return entries.stream().skip(Math.max(0, entries.size() - count)).toList();
    }

    /// Waits until there are events after a serial number.
    ///
    /// @param wait how long at most
    /// @return the events; none if there were none in time, or there will be none; empty if some
    ///   are not kept any more, or the number was never given
    synchronized Optional<List<Entry>> after(long serial, Duration wait)
            throws InterruptedException {
        var deadline = System.nanoTime() + wait.toNanos();
        while (serial == last && !isClosed) {
            var rest = (deadline - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return Optional.of(List.of());
            }
            wait(rest);
        }
        if (serial > last || serial < last - entries.size()) {
            return Optional.empty();
        }
        var found = new ArrayList<Entry>();
        entries.stream().filter(entry -> entry.serial() > serial).forEach(found::add);
        return Optional.of(found);
    }
}
