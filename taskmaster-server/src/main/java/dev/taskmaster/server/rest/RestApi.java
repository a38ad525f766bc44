package dev.taskmaster.server.rest;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Problem;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.log.LogFile;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.http.Handler;
import dev.taskmaster.server.http.HttpException;
import dev.taskmaster.server.http.Request;
import dev.taskmaster.server.http.Response;
import dev.taskmaster.server.http.Router;
import dev.taskmaster.server.tail.LogStream;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Everything below `/api/v1`.
public final class RestApi implements Handler, AutoCloseable {
    private static final String BASE = "/api/v1";
    private static final int LOG_BYTES = 16 << 10;
    private static final int LOG_BYTES_MAX = 16 << 20;
    private static final String[] NO_NAMES = {};

    private final Supervisor supervisor;
    private final Host host;
    private final InstantSource clock;
    private final EventStream events;
    private final Instant started;
    private final Router router = new Router();
    private final Handler handler = new Problems(router);

    /// @param supervisor what is controlled
    /// @param host the program it runs in
    /// @param events has a listener told of what happens, and perhaps of what happened before
    /// @param clock what time it is
    public RestApi(
            Supervisor supervisor,
            Host host,
            Function<EventListener, Supervisor.Subscription> events,
            InstantSource clock) {
        this.supervisor = supervisor;
        this.host = host;
        this.clock = clock;
        this.started = clock.instant();
        this.events = new EventStream(supervisor, events, clock);
        route("GET", "/openapi.yaml", _ -> description());
        route("GET", "/info", _ -> info(200));
        route("GET", "/processes", _ -> processes());
        route("GET", "/processes/{name}", this::process);
        route("GET", "/processes/{name}/tree", this::tree);
        route("GET", "/processes/{name}/log/{channel}", this::processLog);
        route("POST", "/processes/{name}/stdin", this::stdin);
        route("POST", "/start", this::start);
        route("POST", "/stop", this::stop);
        route("POST", "/restart", this::restart);
        route("POST", "/signal", this::signal);
        route("GET", "/config/check", _ -> check());
        route("GET", "/config/plan", _ -> plan());
        route("POST", "/reload", _ -> reload());
        route("POST", "/shutdown", _ -> shutdown());
        route("POST", "/upgrade", this::upgrade);
        route("GET", "/log", r -> log(host.log(), r));
        route("GET", "/events", this::events);
    }

    private void route(String method, String path, Handler answer) {
        router.route(method, BASE + path, answer);
    }

    List<Router.Route> routes() {
        return router.routes();
    }

    @Override
    public Response handle(Request request)
            throws HttpException, IOException, InterruptedException {
        return handler.handle(request);
    }

    private static Response description() {
        try (var yaml = RestApi.class.getResourceAsStream("openapi.yaml")) {
            return Response.of(200, "application/yaml", yaml.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response info(int status) {
        return Json.response(
                status,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("identifier", host.identifier());
                    json.writeStringField("version", host.version());
                    json.writeNumberField("pid", ProcessHandle.current().pid());
                    json.writeStringField("state", host.state().name());
                    Json.optional(json, "log", host.log());
                    Json.time(json, "started", Optional.of(started));
                    Json.time(json, "now", Optional.of(clock.instant()));
                    json.writeEndObject();
                });
    }

    private Response processes() {
        var processes = supervisor.status();
        return Json.response(200, json -> Shapes.processes(json, processes, clock.instant()));
    }

    private Response process(Request request) throws HttpException {
        var process = named(request);
        return Json.response(200, json -> Shapes.process(json, process, clock.instant()));
    }

    private Response tree(Request request) throws HttpException {
        var descendants = supervisor.descendants(named(request));
        return Json.response(200, json -> Shapes.descendants(json, descendants));
    }

    private ProcessStatus named(Request request) throws HttpException {
        var name = request.variable("name");
        return supervisor
                .status(name)
                .orElseThrow(() -> new HttpException(404, "there is no process '" + name + "'"));
    }

    private Response processLog(Request request) throws HttpException, IOException {
        var process = named(request);
        var channel = request.variable("channel");
        var log =
                switch (channel) {
                    case "stdout" -> process.stdout();
                    case "stderr" -> process.stderr();
                    default ->
                            throw new HttpException(
                                    404, "'" + channel + "' is neither stdout nor stderr");
                };
        return log(log, request);
    }

    private static Response log(Optional<Path> path, Request request)
            throws HttpException, IOException {
        var bytes = request.query("bytes", LOG_BYTES, 0, LOG_BYTES_MAX);
        var log = new LogFile(path.orElseThrow(() -> new HttpException(404, "it goes to no file")));
        var type = "text/plain;charset=utf-8";
        var follow = request.flag("follow", false);
        try {
            if (follow) {
                var place = place(log, bytes, request);
                return Response.streaming(type, new LogStream(log, place))
                        .with("Log-Place", place.toString())
                        .with("X-Accel-Buffering", "no");
            }
            return Response.of(200, type, log.last(bytes));
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Response.of(200, type, new byte[0]); // Nothing was written yet.
        } catch (IOException e) {
            throw new HttpException(500, "the log cannot be read: " + e.getMessage());
        }
    }

    /// Where the client wants to go on, or so much before the end.
    private static LogFile.Place place(LogFile log, long bytes, Request request)
            throws HttpException, IOException {
        var from = request.query("from");
        if (from.isEmpty()) {
            return log.place(bytes);
        }
        var read = request.query("read", 0, 0, Long.MAX_VALUE);
        return LogFile.Place.parse(from.get())
                .orElseThrow(
                        () ->
                                new HttpException(
                                        400, "from: expected a Log-Place, found " + from.get()))
                .plus(read);
    }

    private Response stdin(Request request) throws HttpException, InterruptedException {
        var name = named(request).name();
        return outcomes(supervisor.write(name.group() + ":" + name.process(), request.body()));
    }

    private Response start(Request request) throws HttpException, InterruptedException {
        var order = Order.parse(request.body(), Set.of("names", "wait"));
        var names = order.names().toArray(NO_NAMES);
        return outcomes(order.waits() ? supervisor.start(names) : supervisor.beginStart(names));
    }

    private Response stop(Request request) throws HttpException, InterruptedException {
        var order = Order.parse(request.body(), Set.of("names", "wait"));
        var names = order.names().toArray(NO_NAMES);
        return outcomes(order.waits() ? supervisor.stop(names) : supervisor.beginStop(names));
    }

    private Response restart(Request request) throws HttpException, InterruptedException {
        var order = Order.parse(request.body(), Set.of("names"));
        return outcomes(supervisor.restart(order.names().toArray(NO_NAMES)));
    }

    private Response signal(Request request) throws HttpException, InterruptedException {
        var order = Order.parse(request.body(), Set.of("names", "signal"));
        var text = order.signal().orElse("");
        var signal =
                Signal.parse(text)
                        .orElseThrow(
                                () ->
                                        new HttpException(
                                                400,
                                                "signal: unknown signal '%s', expected a name such"
                                                                .formatted(text)
                                                        + " as HUP or a number"));
        return outcomes(supervisor.signal(signal, order.names().toArray(NO_NAMES)));
    }

    private static Response outcomes(CompletableFuture<List<Outcome>> command)
            throws InterruptedException {
        try {
            var outcomes = command.get();
            return Json.response(200, json -> Shapes.outcomes(json, outcomes));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    private Response check() {
        try {
            return checked(host.check().programs(), List.of());
        } catch (ConfigException e) {
            return checked(List.of(), e.problems());
        }
    }

    private static Response checked(List<ProgramSpec> programs, List<Problem> problems) {
        var processes = programs.stream().mapToInt(program -> program.processes().size()).sum();
        return Json.response(
                200,
                json -> {
                    json.writeStartObject();
                    json.writeBooleanField("valid", problems.isEmpty());
                    json.writeNumberField("programs", programs.size());
                    json.writeNumberField("processes", processes);
                    Shapes.problems(json, problems);
                    json.writeEndObject();
                });
    }

    private Response plan() {
        var wanted =
                host.check().programs().stream()
                        .flatMap(program -> program.processes().stream())
                        .toList();
        return summary(ReloadSummary.between(supervisor.specs(), wanted));
    }

    private Response reload() throws InterruptedException {
        return summary(host.reload());
    }

    private static Response summary(ReloadSummary summary) {
        return Json.response(200, json -> Shapes.summary(json, summary));
    }

    private Response upgrade(Request request) throws HttpException {
        try {
            host.upgrade(request.query("program").map(Path::of));
        } catch (IllegalStateException | InvalidPathException e) {
            throw new HttpException(409, e.getMessage());
        }
        return info(202);
    }

    private Response shutdown() {
        host.shutdown();
        return Json.response(
                202,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("state", host.state().name());
                    json.writeEndObject();
                });
    }

    private Response events(Request request) throws HttpException {
        return request.flag("follow", true)
                ? events.follow(request)
                : events.recent((int) request.query("last", 100, 1, 1000));
    }

    /// Hears no more events.
    @Override
    public void close() {
        events.close();
    }
}
