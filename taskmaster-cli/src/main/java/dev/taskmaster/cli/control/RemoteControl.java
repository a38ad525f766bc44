package dev.taskmaster.cli.control;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.http.Address;
import dev.taskmaster.cli.control.http.Answer;
import dev.taskmaster.cli.control.http.HttpClient;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Controls a supervisor in another process, by its REST interface (`openapi.yaml`).
///
/// Besides what [Control] says, every method throws [NoDaemonException] where no supervisor
/// answers, and [RefusedException] where it refuses.
public final class RemoteControl implements Control {
    private static final String BASE = "/api/v1";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration UPGRADE_MAX = Duration.ofSeconds(60);
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int UNPROCESSABLE = 422;

    private final HttpClient http;

    /// @param address where the supervisor listens
    public RemoteControl(Address address) {
        this.http = new HttpClient(address);
    }

    @Override
    public long pid() {
        return uninterrupted(() -> get("/info", json -> Json.object(json).number("pid")));
    }

    @Override
    public List<ProcessStatus> status() {
        return uninterrupted(() -> get("/processes", Shapes::processes));
    }

    @Override
    public List<Descendant> descendants(ProcessStatus process) {
        var path = process(process.name()) + "/tree";
        return uninterrupted(() -> get(path, Shapes::descendants));
    }

    @Override
    public List<Outcome> start(List<String> names) throws InterruptedException {
        return order("/start", Map.of("names", names));
    }

    @Override
    public List<Outcome> beginStart(List<String> names) throws InterruptedException {
        return order("/start", Map.of("names", names, "wait", false));
    }

    @Override
    public List<Outcome> stop(List<String> names) throws InterruptedException {
        return order("/stop", Map.of("names", names));
    }

    @Override
    public List<Outcome> beginStop(List<String> names) throws InterruptedException {
        return order("/stop", Map.of("names", names, "wait", false));
    }

    @Override
    public List<Outcome> restart(List<String> names) throws InterruptedException {
        return order("/restart", Map.of("names", names));
    }

    @Override
    public List<Outcome> signal(Signal signal, List<String> names) throws InterruptedException {
        return order("/signal", Map.of("names", names, "signal", signal.toString()));
    }

    private List<Outcome> order(String path, Map<String, ?> order) throws InterruptedException {
        return post(path, Json.text(order), Shapes::outcomes);
    }

    @Override
    public ReloadSummary reload() throws InterruptedException {
        return post("/reload", "", Shapes::summary);
    }

    @Override
    public Checked check() {
        return uninterrupted(() -> get("/config/check", Shapes::checked));
    }

    @Override
    public void shutdown() throws InterruptedException {
        var pid = get("/info", json -> Json.object(json).number("pid"));
        post("/shutdown", "", json -> json);
        while (answers(pid)) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    @Override
    public String upgrade(Optional<Path> program) throws InterruptedException {
        var query =
                program.map(
                                it ->
                                        "?program="
                                                + URLEncoder.encode(
                                                        it.toString(), StandardCharsets.UTF_8))
                        .orElse("");
        var before = post("/upgrade" + query, "", RemoteControl::started);
        var deadline = System.nanoTime() + UPGRADE_MAX.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                if (!get("/info", RemoteControl::started).equals(before)) {
                    return get("/info", json -> Json.object(json).text("version"));
                }
            } catch (NoDaemonException e) {
                // Between the two, for a moment.
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new RefusedException("the new version does not answer; see the log of the daemon");
    }

    private static Instant started(Object json) throws IOException {
        return Json.object(json).time("started").orElseThrow();
    }

    private boolean answers(long pid) throws InterruptedException {
        try {
            return get("/info", json -> Json.object(json).number("pid")) == pid;
        } catch (NoDaemonException e) {
            return false;
        }
    }

    @Override
    public byte[] tail(ProcessName name, Channel channel, long bytes) throws IOException {
        return bytes(log(name, channel) + "?bytes=" + bytes);
    }

    @Override
    public Following follow(
            ProcessName name, Channel channel, long bytes, Consumer<ByteBuffer> reader)
            throws IOException {
        return follow(log(name, channel), bytes, reader);
    }

    @Override
    public byte[] ownTail(long bytes) throws IOException {
        return bytes("/log?bytes=" + bytes);
    }

    @Override
    public Following followOwn(long bytes, Consumer<ByteBuffer> reader) throws IOException {
        return follow("/log", bytes, reader);
    }

    private static String log(ProcessName name, Channel channel) {
        return process(name) + "/log/" + channel;
    }

    private static String process(ProcessName name) {
        var both = name.group() + ":" + name.process();
        var encoded = URLEncoder.encode(both, StandardCharsets.UTF_8).replace("+", "%20");
        return "/processes/" + encoded;
    }

    private byte[] bytes(String path) throws IOException {
        try (var answer = open(path)) {
            return answer.body().readAllBytes();
        }
    }

    private Following follow(String path, long bytes, Consumer<ByteBuffer> reader)
            throws IOException {
        return new RemoteFollowing(address(), new RemoteLog(this::open, path, bytes, reader));
    }

    @Override
    public List<Happening> events(int last) {
        if (last == 0) {
            return List.of();
        }
        return uninterrupted(
                () ->
                        get(
                                "/events?follow=false&last=" + last,
                                json -> {
                                    var events = new ArrayList<Happening>();
                                    for (var change : Json.array(json)) {
                                        events.add(Shapes.happening(change));
                                    }
                                    return events;
                                }));
    }

    @Override
    public Following events(int last, Consumer<Happening> listener) {
        try {
            return new RemoteFollowing(
                    address(), new RemoteEvents(this::open, this::events, last, listener));
        } catch (IOException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private String address() {
        return http.address().toString();
    }

    // One request and its answer.

    @FunctionalInterface
    private interface Shape<T> {
        T read(Object json) throws IOException;
    }

    @FunctionalInterface
    private interface Sending {
        Answer send() throws IOException;
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws InterruptedException;
    }

    private <T> T get(String path, Shape<T> shape) throws InterruptedException {
        return ask(() -> http.get(BASE + path), shape);
    }

    private <T> T post(String path, String json, Shape<T> shape) throws InterruptedException {
        return ask(() -> http.post(BASE + path, json), shape);
    }

    private <T> T ask(Sending sending, Shape<T> shape) throws InterruptedException {
        try (var answer = sending.send()) {
            if (!answer.isDone()) {
                throw refusal(answer);
            }
            return shape.read(Json.parse(answer.text()));
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// What nobody waits for long needs no way to be interrupted.
    private static <T> T uninterrupted(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }

    /// Opens a log or a stream.
    private Answer open(String path) throws IOException {
        Answer answer;
        try {
            answer = http.get(BASE + path);
        } catch (IOException e) {
            throw gone(e);
        }
        if (answer.isDone()) {
            return answer;
        }
        try (answer) {
            throw new IOException(refusal(answer).getMessage());
        }
    }

    private RuntimeException refusal(Answer answer) throws IOException {
        if (answer.status() == 401) {
            return new RefusedException(
                    address()
                            + " asks for a user and a password; give them with"
                            + " --server http://user:password@host:port");
        }
        try {
            var problem = Json.object(Json.parse(answer.text()));
            return switch (answer.status()) {
                case UNPROCESSABLE -> new ConfigException(Shapes.problems(problem));
                case SERVICE_UNAVAILABLE -> new CommandRejectedException(problem.text("detail"));
                default -> new RefusedException(problem.text("detail"));
            };
        } catch (IOException e) {
            return new RefusedException(
                    "%s answers with status %d, and is no taskmaster"
                            .formatted(address(), answer.status()));
        }
    }

    private NoDaemonException gone(IOException e) {
        var reason =
                switch (e) {
                    case ConnectException _ when http.address().unix().isPresent() ->
                            "nothing listens there";
                    case AccessDeniedException _ -> "permission denied";
                    default ->
                            e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                };
        return new NoDaemonException("no daemon at " + address() + ": " + reason);
    }
}
