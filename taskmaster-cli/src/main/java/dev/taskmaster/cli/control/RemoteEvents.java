package dev.taskmaster.cli.control;

import dev.taskmaster.cli.control.http.Answer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Events that are followed: what the next daemon has told before anybody listened is told too.
final class RemoteEvents implements RemoteFollowing.Stream {
    private static final int REMEMBERED_MAX = 1000;

    private final RemoteLog.Opening opening;
    private final IntFunction<List<Happening>> events;
    private final Consumer<Happening> listener;
    private final Set<Happening> told = Collections.newSetFromMap(new LastOnes());
    private int last;
    private News news;

    /// @param events the last events that a daemon remembers
    /// @param last how many of them are told first
    RemoteEvents(
            RemoteLog.Opening opening,
            IntFunction<List<Happening>> events,
            int last,
            Consumer<Happening> listener) {
        this.opening = opening;
        this.events = events;
        this.last = last;
        this.listener = listener;
    }

    /// The stream is opened first, so that nothing is missed; what it repeats is left out.
    @Override
    public Answer open() throws IOException {
        var stream = opening.open("/events");
        try {
            var before = events.apply(last);
            last = REMEMBERED_MAX;
            before.stream().filter(event -> !told.contains(event)).forEach(this::tell);
            news = new News(before, this::tell);
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private void tell(Happening event) {
        told.add(event);
        listener.accept(event);
    }

    @Override
    public void read(InputStream body) throws IOException {
        news.read(body);
    }

    private static final class LastOnes extends LinkedHashMap<Happening, Boolean> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Happening, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }
}
