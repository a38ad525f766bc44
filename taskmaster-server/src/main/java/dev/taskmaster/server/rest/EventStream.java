package dev.taskmaster.server.rest;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.ProcessEvent;
import dev.taskmaster.log.EventJson;
import dev.taskmaster.server.http.Request;
import dev.taskmaster.server.http.Response;
import dev.taskmaster.server.http.Response.Sink;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// What happens, as server-sent events (WHATWG HTML, section 9.2): first a `snapshot` of all
/// processes, then a `change` for each event, with the process as it is after it.
///
/// The id of a message names the server and a serial number. A client that comes back with the id
/// it saw last goes on there, or gets a new snapshot if that is not possible; so does one that is
/// too slow.
final class EventStream implements AutoCloseable {
    private static final int EVENTS_KEPT = 1000;
    private static final int FOLLOWERS_MAX = Integer.MAX_VALUE;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);
    private static final Duration LAST_MESSAGES = Duration.ofSeconds(1);

    private final Supervisor supervisor;
    private final InstantSource clock;
    private final EventJson format = new EventJson();
    private final EventRing ring = new EventRing(EVENTS_KEPT, this::change);
    private final String server =
            Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
    private final Supervisor.Subscription subscription;

    /// Whoever is told has one; when all are back, all have been told.
    private final Semaphore followers = new Semaphore(FOLLOWERS_MAX);

    /// @param events has a listener told of what happens, and of what happened before
    EventStream(
            Supervisor supervisor,
            Function<EventListener, Supervisor.Subscription> events,
            InstantSource clock) {
        this.supervisor = supervisor;
        this.clock = clock;
        this.subscription = events.apply(ring);
    }

    private Supplier<String> change(SupervisorEvent event) {
        var process =
                event instanceof ProcessEvent of
                        ? supervisor.status(of.name())
                        : Optional.<ProcessStatus>empty();
        var now = clock.instant();
        return () -> text(event, process, now);
    }

    private String text(SupervisorEvent event, Optional<ProcessStatus> process, Instant now) {
        return Json.text(
                json -> {
                    json.writeStartObject();
                    json.writeFieldName("event");
                    json.writeRawValue(format.line(event));
                    json.writeFieldName("process");
                    if (process.isPresent()) {
                        Shapes.process(json, process.get(), now);
                    } else {
                        json.writeNull();
                    }
                    json.writeEndObject();
                });
    }

    /// Answers with the last events, and ends.
    Response recent(int count) {
        var events = ring.recent(count);
        return Json.response(
                200,
                json -> {
                    json.writeStartArray();
                    for (var event : events) {
                        json.writeRawValue(event.text());
                    }
                    json.writeEndArray();
                });
    }

    /// Answers with what happens from now on, and does not end before the supervisor does. Whoever
    /// has the head of the answer, and asks for the last events then, misses nothing in between.
    Response follow(Request request) {
        var seen = seen(request.header("Last-Event-ID").orElse(""));
        var now = ring.last();
        return Response.streaming("text/event-stream", sink -> follow(seen, now, sink))
                .with("Cache-Control", "no-cache")
                .with("X-Accel-Buffering", "no");
    }

    private OptionalLong seen(String id) {
        var prefix = server + "-";
        try {
            return id.startsWith(prefix)
                    ? OptionalLong.of(Long.parseLong(id.substring(prefix.length())))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private void follow(OptionalLong seen, long now, Sink sink)
            throws IOException, InterruptedException {
        if (!followers.tryAcquire()) {
            return; // It is closed.
        }
        try {
            tell(seen.isPresent() ? seen.getAsLong() : snapshot(now, sink), sink);
        } finally {
            followers.release();
        }
    }

    private void tell(long seen, Sink sink) throws IOException, InterruptedException {
        var serial = seen;
        while (!ring.endsWith(serial)) {
            var events = ring.after(serial, SIGN_OF_LIFE);
            if (events.isEmpty()) {
                serial = snapshot(ring.last(), sink);
            } else if (events.get().isEmpty()) {
                send(sink, ":\n\n");
            } else {
                var messages = new StringBuilder();
                for (var event : events.get()) {
                    messages.append(message("change", event.serial(), event.text()));
                    serial = event.serial();
                }
                send(sink, messages.toString());
            }
        }
    }

    /// What happened between the number and the snapshot is sent again after it, which does no harm
    /// since every change has the whole of a process.
    private long snapshot(long serial, Sink sink) throws IOException {
        var processes = supervisor.status();
        var text =
                Json.text(
                        json -> {
                            json.writeStartObject();
                            json.writeFieldName("processes");
                            Shapes.processes(json, processes, clock.instant());
                            json.writeEndObject();
                        });
        send(sink, message("snapshot", serial, text));
        return serial;
    }

    private String message(String type, long serial, String data) {
        return "event: %s\nid: %s-%d\ndata: %s\n\n".formatted(type, server, serial, data);
    }

    private static void send(Sink sink, String text) throws IOException {
        sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Hears no more events, and has all who follow told of those that it heard: of each of them,
    /// where they take it within a second.
    @Override
    public void close() {
        subscription.close();
        ring.close();
        try {
            followers.tryAcquire(FOLLOWERS_MAX, LAST_MESSAGES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
