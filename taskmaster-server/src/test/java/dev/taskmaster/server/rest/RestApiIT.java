package dev.taskmaster.server.rest;

import static dev.taskmaster.server.rest.OpenApi.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.http.RawClient;
import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Each answer is also checked against the description.
@Timeout(60)
class RestApiIT {
    private static final String PROGRAMS =
            """
            web: { cmd: sleep, starttime: 0, stdin: pipe, stdout: %1$s/web.log, stderr: none }
            worker: { cmd: sleep, numprocs: 2, group: pool, starttime: 0, stdout: none, stderr: none }
            slow: { cmd: sleep, starttime: 1h, autostart: false, stdout: none, stderr: none }
            """;

    private final OpenApi openApi = new OpenApi();
    private final FakeLauncher launcher = new FakeLauncher();

    @TempDir Path folder;
    private Rig rig;
    private ControlServer server;
    private Endpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        rig = Rig.of(folder, launcher, PROGRAMS.formatted(folder));
        server =
                ControlServer.of(rig.supervisor, rig.host)
                        .listen(UnixSocket.at(folder.resolve("s")))
                        .open();
        endpoint = server.endpoints().getFirst();
        Await.until(
                () ->
                        rig.supervisor.status().stream()
                                        .filter(s -> s.state() == ProcessState.RUNNING)
                                        .count()
                                == 3);
    }

    @AfterEach
    void close() {
        server.close();
        rig.close();
    }

    /// Asks, and checks that the answer is as described.
    ///
    /// @param template the path as the description has it
    private Object ask(int status, String method, String template, String path, String body)
            throws IOException {
        var request = method.equals("GET") ? RawClient.get(path) : RawClient.post(path, body);
        var answer = RawClient.ask(endpoint, request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        var type = answer.headers().get("content-type");
        openApi.check(method, template, status, type, answer.body());
        return type.contains("json") ? new Yaml().load(answer.body()) : answer.body();
    }

    private Object get(String path) throws IOException {
        return ask(200, "GET", path, "/api/v1" + path, "");
    }

    private Object post(String path, String body) throws IOException {
        return ask(200, "POST", path, "/api/v1" + path, body);
    }

    private static Map<String, Object> outcome(String name, String result) {
        return Map.of("name", name, "result", result, "detail", "");
    }

    @Test
    void everyRouteIsDescribedAndViceVersa() {
        try (var api =
                new RestApi(
                        rig.supervisor, rig.host, rig.supervisor::listen, InstantSource.system())) {
            var routes =
                    api.routes().stream()
                            .map(r -> r.method() + " " + r.pattern().substring("/api/v1".length()))
                            .collect(Collectors.toSet());
            assertThat(openApi.operations()).isEqualTo(routes);
        }
    }

    @Test
    void servesItsDescription() throws IOException {
        assertThat((String) get("/openapi.yaml")).startsWith("openapi: 3.1.0");
    }

    @Test
    void tellsWhoItIs() throws IOException {
        assertThat(map(get("/info")))
                .containsEntry("version", "1.2.3")
                .containsEntry("state", "RUNNING")
                .containsEntry("pid", (int) ProcessHandle.current().pid());
    }

    @Test
    void listsProcesses() throws IOException {
        assertThat((List<?>) get("/processes"))
                .extracting(process -> map(process).get("name"))
                .containsExactly("worker_00", "worker_01", "slow", "web");
    }

    @Test
    void describesOneProcess() throws IOException {
        var web = map(ask(200, "GET", "/processes/{name}", "/api/v1/processes/web", ""));
        assertThat(web)
                .containsEntry("state", "RUNNING")
                .containsEntry("pid", (int) launcher.process("web").pid())
                .containsEntry("exitstatus", null)
                .containsEntry("stdout", folder + "/web.log")
                .containsEntry("stderr", null);
        ask(200, "GET", "/processes/{name}", "/api/v1/processes/pool:worker_00", "");
        ask(200, "GET", "/processes/{name}", "/api/v1/processes/pool%3Aworker_00", "");
        for (var name : List.of("none", "pool:*", "..", "%2E%2E%2Fx", "a%25b")) {
            ask(404, "GET", "/processes/{name}", "/api/v1/processes/" + name, "");
        }
    }

    @Test
    void listsWhatDescendsFromAProcess() throws IOException {
        var template = "/processes/{name}/tree";
        var pid = (int) launcher.process("web").pid();
        assertThat(ask(200, "GET", template, "/api/v1/processes/web/tree", ""))
                .isEqualTo(List.of(Map.of("pid", pid + 1000, "parent", pid, "command", "child")));
        assertThat(ask(200, "GET", template, "/api/v1/processes/slow/tree", ""))
                .as("does not run")
                .isEqualTo(List.of());
        ask(404, "GET", template, "/api/v1/processes/none/tree", "");
    }

    @Test
    void startsStopsAndRestarts() throws IOException {
        assertThat(post("/stop", "{\"names\":[\"web\",\"pool:*\",\"none\"]}"))
                .isEqualTo(
                        List.of(
                                outcome("web", "done"),
                                outcome("pool:worker_00", "done"),
                                outcome("pool:worker_01", "done"),
                                outcome("none", "no_such_process")));
        assertThat(post("/start", "{\"names\":[\"web\"]}"))
                .isEqualTo(List.of(outcome("web", "done")));
        assertThat(post("/start", "{\"names\":[\"web\"]}"))
                .isEqualTo(List.of(outcome("web", "already_started")));
        assertThat(post("/start", "{\"names\":[\"slow\"], \"wait\":false}"))
                .isEqualTo(List.of(outcome("slow", "done")));
        var before = launcher.process("web").pid();
        assertThat(post("/restart", "{\"names\":[\"web\"]}"))
                .isEqualTo(List.of(outcome("web", "done")));
        assertThat(launcher.process("web").pid()).isNotEqualTo(before);
    }

    @Test
    void sendsSignals() throws IOException {
        post("/signal", "{\"names\":[\"web\"],\"signal\":\"CHLD\"}");
        assertThat(launcher.process("web").signals()).hasSize(1);
        ask(
                400,
                "POST",
                "/signal",
                "/api/v1/signal",
                "{\"names\":[\"web\"],\"signal\":\"NONSENSE\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"names\":[]}",
                "{\"names\":\"web\"}",
                "{\"names\":[1]}",
                "{\"names\":[\"web\"],\"other\":1}",
                "{\"names\":[\"web\"],\"wait\":\"no\"}",
                "{\"names\":[\"web\"]} {}",
                "{\"names\":[\"web\"",
                "{\"names\":[[[[[[[[[[[[[[[[[[[[[[",
            })
    void refusesWhatIsNoOrder(String body) throws IOException {
        ask(400, "POST", "/start", "/api/v1/start", body);
    }

    @Test
    void writesToStdin() throws IOException {
        var path = "/processes/{name}/stdin";
        assertThat(ask(200, "POST", path, "/api/v1/processes/web/stdin", "hällo\n"))
                .isEqualTo(List.of(outcome("web", "done")));
        assertThat(launcher.process("web").stdin()).isEqualTo("hällo\n");
        ask(404, "POST", path, "/api/v1/processes/none/stdin", "x");
    }

    @Test
    void readsLogs() throws IOException {
        Files.writeString(folder.resolve("web.log"), "0123456789");
        var path = "/processes/{name}/log/{channel}";
        var log = "/api/v1/processes/web/log/stdout";
        assertThat(ask(200, "GET", path, log, "")).isEqualTo("0123456789");
        assertThat(ask(200, "GET", path, log + "?bytes=3", "")).isEqualTo("789");
        ask(404, "GET", path, "/api/v1/processes/web/log/stderr", "");
        ask(404, "GET", path, "/api/v1/processes/web/log/x", "");
        assertThat((String) get("/log")).isEqualTo("the log of the supervisor\n");
        assertThat(RawClient.ask(endpoint, RawClient.get(log + "?bytes=-1")).status())
                .isEqualTo(400);
    }

    @Test
    void followsLogs() throws IOException {
        Files.writeString(folder.resolve("web.log"), "0123456789");
        try (var client = RawClient.connect(endpoint)) {
            client.send(RawClient.get("/api/v1/processes/web/log/stdout?follow=true&bytes=2"));
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo("89");
            Files.writeString(folder.resolve("web.log"), "more", StandardOpenOption.APPEND);
            assertThat(client.chunk()).isEqualTo("more");
        }
    }

    @Test
    void checksPlansAndReloads() throws IOException {
        assertThat(map(get("/config/check"))).containsEntry("valid", true);
        rig.rewrite(
                """
                web: { cmd: sleep 2, starttime: 0, stdin: pipe, stdout: none, stderr: none }
                worker: { cmd: sleep, numprocs: 1, group: pool, starttime: 0, stdout: none, stderr: none }
                slow: { cmd: sleep, starttime: 2h, autostart: false, stdout: none, stderr: none }
                extra: { cmd: sleep, starttime: 0 }
                """);
        var plan = map(get("/config/plan"));
        assertThat(plan)
                .containsEntry("added", List.of("extra"))
                .containsEntry("removed", List.of("pool:worker_01"))
                .containsEntry("updated", List.of("pool:worker", "slow"))
                .containsEntry("replaced", List.of("web"));
        assertThat(rig.supervisor.status("extra")).isEmpty();
        assertThat(map(post("/reload", ""))).isEqualTo(plan);
        assertThat(rig.supervisor.status("extra")).isPresent();
        assertThat(map(get("/config/plan"))).containsEntry("unchanged", 4);
    }

    @Test
    void tellsEveryProblemOfTheConfigurationAndChangesNothing() throws IOException {
        rig.rewrite("web: { cmd: sleep, stopsignal: TERMM, umask: 9 }");
        var check = map(get("/config/check"));
        assertThat(check).containsEntry("valid", false);
        assertThat((List<?>) check.get("problems")).hasSize(2);
        var problem = map(ask(422, "POST", "/reload", "/api/v1/reload", ""));
        assertThat(problem.get("problems")).isEqualTo(check.get("problems"));
        ask(422, "GET", "/config/plan", "/api/v1/config/plan", "");
        assertThat(rig.supervisor.status("pool:worker_00")).isPresent();
    }

    @Test
    void answersWithProblems() throws IOException {
        var nothing = RawClient.ask(endpoint, RawClient.get("/api/v1/nothing"));
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.headers()).containsEntry("content-type", "application/problem+json");
        var wrong = RawClient.ask(endpoint, RawClient.get("/api/v1/start"));
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("allow", "POST");
    }

    @Test
    void streamsASnapshotAndThenChanges() throws IOException {
        String seen;
        try (var client = events("")) {
            var snapshot = message(client);
            assertThat(snapshot.event()).isEqualTo("snapshot");
            openApi.check("Snapshot", snapshot.data());
            launcher.process("web").exit(1);
            Message change;
            do {
                change = message(client);
                assertThat(change.event()).isEqualTo("change");
                openApi.check("Change", change.data());
            } while (!map(change.data().get("event")).get("event").equals("exited"));
            assertThat(map(change.data().get("process"))).containsEntry("exitstatus", 1);
            seen = change.id();
        }
        rig.supervisor.stop("pool:worker_00").join();
        try (var client = events("Last-Event-ID: " + seen + "\r\n")) {
            // No snapshot: it goes on with what came after.
            Message change;
            do {
                change = message(client);
                assertThat(change.event()).isEqualTo("change");
            } while (!map(change.data().get("event")).get("event").equals("stopped"));
        }
        try (var client = events("Last-Event-ID: another-7\r\n")) {
            assertThat(message(client).event()).isEqualTo("snapshot");
        }
    }

    @Test
    void tellsOfWhatWasBeforeItAndOfAllThatHappensUntilItIsClosed() throws IOException {
        var ears = new ArrayList<EventListener>();
        var other =
                ControlServer.of(rig.supervisor, rig.host)
                        .listen(UnixSocket.at(folder.resolve("other")))
                        .events(
                                listener -> {
                                    ears.add(listener);
                                    listener.on(stopped(0));
                                    return () -> {};
                                })
                        .open();
        var changes = new ArrayList<String>();
        try (var client = events(other.endpoints().getFirst(), "")) {
            assertThat(message(client).id()).as("a snapshot after event 0").endsWith("-1");
            IntStream.rangeClosed(1, 500).forEach(i -> ears.getFirst().on(stopped(i)));
            other.close();
            for (var line = client.line(); !line.isEmpty(); line = client.line()) {
                assertThat(line).isEqualTo("event: change");
                changes.add(field(client.line(), "id"));
                client.line();
                assertThat(client.line()).isEmpty();
            }
        }
        assertThat(changes).hasSize(500);
        assertThat(changes.getLast()).endsWith("-501");
    }

    private static SupervisorEvent stopped(int second) {
        return new SupervisorEvent.SupervisorStopped(Instant.ofEpochSecond(second));
    }

    private RawClient events(String header) throws IOException {
        return events(endpoint, header);
    }

    private static RawClient events(Endpoint endpoint, String header) throws IOException {
        var client = RawClient.connect(endpoint);
        client.send("GET /api/v1/events HTTP/1.0\r\n" + header + "\r\n");
        var head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
        return client;
    }

    private record Message(String event, String id, Map<String, Object> data) {}

    private static Message message(RawClient client) throws IOException {
        var event = field(client.line(), "event");
        var id = field(client.line(), "id");
        Map<String, Object> data = new Yaml().load(field(client.line(), "data"));
        assertThat(client.line()).isEmpty();
        return new Message(event, id, data);
    }

    private static String field(String line, String name) {
        assertThat(line).startsWith(name + ": ");
        return line.substring(name.length() + 2);
    }

    @Test
    void listsTheLastEvents() throws IOException {
        rig.supervisor.stop("web").join();
        var path = "/api/v1/events?follow=false&last=2";
        assertThat((List<?>) ask(200, "GET", "/events", path, "")).hasSize(2);
        ask(400, "GET", "/events", "/api/v1/events?follow=false&last=0", "");
    }

    @Test
    void saysThatAProgramCannotBeReplaced() throws IOException {
        ask(409, "POST", "/upgrade", "/api/v1/upgrade", "");
        assertThat(map(get("/info"))).containsEntry("state", "RUNNING");
    }

    @Test
    void shutsDown() throws IOException {
        ask(202, "POST", "/shutdown", "/api/v1/shutdown", "");
        Await.until(() -> rig.supervisor.status().stream().allMatch(s -> s.state().isDown()));
        ask(503, "POST", "/reload", "/api/v1/reload", "");
    }
}
