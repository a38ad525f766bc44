package dev.taskmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.http.RawClient;
import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;
import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Whatever clients do, others are served and supervision goes on.
@Timeout(180)
class BadClientsIT {
    private static final String GET_STATE =
            RawClient.post(
                    "/RPC2",
                    "<methodCall><methodName>supervisor.getState</methodName></methodCall>");

    @TempDir Path folder;
    private final FakeLauncher launcher = new FakeLauncher();
    private Rig rig;
    private ControlServer server;
    private List<Endpoint> endpoints;

    @BeforeEach
    void open() throws IOException {
        rig = Rig.of(folder, launcher, "web: { cmd: sleep, starttime: 0, autorestart: always }\n");
        server =
                ControlServer.of(rig.supervisor, rig.host)
                        .listen(UnixSocket.at(folder.resolve("s")))
                        .listen(TcpPort.of("127.0.0.1", 0))
                        .open();
        endpoints = server.endpoints();
        Await.until(() -> launcher.processes().size() == 1);
    }

    @AfterEach
    void close() {
        server.close();
        rig.close();
    }

    private void assertAllIsWell() throws IOException {
        for (var endpoint : endpoints) {
            var began = System.nanoTime();
            assertThat(RawClient.ask(endpoint, GET_STATE).body()).contains("RUNNING");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(5));
        }
        var before = launcher.processes().size();
        rig.supervisor.restart("web").join();
        Await.until(() -> launcher.processes().size() == before + 1);
    }

    @Test
    void randomRequestsAreRefused() throws IOException {
        var seed = Seed.chosen();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) {
            try (var client = RawClient.connect(endpoints.get(round % 2))) {
                var bytes = GET_STATE.getBytes(StandardCharsets.UTF_8);
                for (var i = 0; i <= random.nextInt(6); i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                client.send(bytes);
                client.end();
                assertThat(client.line())
                        .as("round " + round + " of -Dseed=" + seed)
                        .matches("(HTTP/1.[01] (200|4[0-9][0-9]|505) .*|)");
            }
        }
        assertAllIsWell();
    }

    private static String call(String method, String... values) {
        var params = new StringBuilder();
        for (var value : values) {
            params.append("<param><value>" + value + "</value></param>");
        }
        return RawClient.post(
                "/RPC2",
                "<methodCall><methodName>%s</methodName><params>%s</params></methodCall>"
                        .formatted(method, params));
    }

    private void faults(int code, String method, String... values) throws IOException {
        for (var endpoint : endpoints) {
            var answer = RawClient.ask(endpoint, call(method, values));
            assertThat(answer.status()).as(method).isEqualTo(200);
            assertThat(answer.body())
                    .as("%s %s", method, List.of(values))
                    .contains("<name>faultCode</name>\n<value><int>" + code + "</int>");
        }
    }

    @Test
    void oddCallsGetTheirFaults() throws IOException {
        for (var method : List.of("none", "supervisor.", ".getState", "supervisor._x", "a.b.c")) {
            faults(1, method);
        }
        faults(2, "supervisor.getState", "too many");
        faults(2, "supervisor.getProcessInfo");
        faults(2, "supervisor.getProcessInfo", "<int>1</int>");
        faults(2, "supervisor.getProcessInfo", "<array><data/></array>");
        faults(2, "supervisor.readLog", "<struct/>", "<nil/>");
        for (var name :
                List.of("", "/", "../web", "web/..", "%s", "%2e", "web%00", "x".repeat(9999))) {
            faults(10, "supervisor.getProcessInfo", name);
            faults(10, "supervisor.readProcessStdoutLog", name, "<int>0</int>", "<int>0</int>");
        }
        faults(3, "supervisor.readLog", "<i8>-9223372036854775808</i8>", "<int>1</int>");
        faults(3, "supervisor.readLog", "<int>0</int>", "<i8>-9223372036854775808</i8>");
        var beyond =
                call(
                        "supervisor.readLog",
                        "<i8>9223372036854775807</i8>",
                        "<i8>9223372036854775807</i8>");
        assertThat(RawClient.ask(endpoints.getFirst(), beyond).body())
                .contains("<string></string>");
        assertAllIsWell();
    }

    @Test
    void oddPathsLeadNowhere() throws IOException {
        for (var name :
                List.of("none", "..%2F..%2Fetc%2Fpasswd", "web%2F..", "%25s", "x".repeat(2000))) {
            for (var place : List.of("/logtail/", "/api/v1/processes/")) {
                assertThat(status(place + name)).as(place + name).isEqualTo(404);
            }
        }
        for (var path : List.of("/logtail/%00", "/logtail/%", "/logtail/%zz", "/logtail/../x")) {
            assertThat(status(path)).as(path).isIn(400, 404);
        }
        assertAllIsWell();
    }

    private int status(String path) throws IOException {
        return RawClient.ask(endpoints.getFirst(), RawClient.get(path)).status();
    }

    @Test
    void aCallMayComeByteByByte() throws IOException {
        for (var endpoint : endpoints) {
            try (var client = RawClient.connect(endpoint)) {
                for (var b : GET_STATE.getBytes(StandardCharsets.UTF_8)) {
                    client.send(new byte[] {b});
                }
                assertThat(client.answer().body()).contains("RUNNING");
            }
        }
    }

    @Test
    void deepAndLargeDocumentsAreRefused() throws IOException {
        var deep = "<a>".repeat(100_000);
        var many = "<methodCall>" + "<a/>".repeat(200_000) + "</methodCall>";
        var bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><methodCall>&b;</methodCall>";
        for (var body : List.of("", "x", deep, many, bomb)) {
            assertThat(RawClient.ask(endpoints.getFirst(), RawClient.post("/RPC2", body)).status())
                    .isEqualTo(400);
        }
        var json = "{\"names\":" + "[".repeat(1_000_000);
        assertThat(
                        RawClient.ask(endpoints.getFirst(), RawClient.post("/api/v1/start", json))
                                .status())
                .isEqualTo(400);
        assertAllIsWell();
    }

    @Test
    void hugeBodiesAreRefused() throws IOException {
        var head = "POST /RPC2 HTTP/1.1\r\nHost: h\r\n";
        assertThat(
                        RawClient.ask(
                                        endpoints.getFirst(),
                                        head + "Content-Length: 1073741824\r\n\r\n")
                                .status())
                .isEqualTo(413);
        assertThat(RawClient.ask(endpoints.getFirst(), head + "\r\n").status()).isEqualTo(411);
        try (var client = RawClient.connect(endpoints.getFirst())) {
            client.send(head + "Transfer-Encoding: chunked\r\n\r\n");
            var megabyte = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
            assertThat(sendUntilRefused(client, megabyte, 1024))
                    .as("a gigabyte, one megabyte at a time")
                    .isLessThan(64);
        }
        assertAllIsWell();
    }

    private static int sendUntilRefused(RawClient client, String piece, int times) {
        for (var i = 0; i < times; i++) {
            try {
                client.send(piece);
            } catch (IOException e) {
                return i;
            }
        }
        return times;
    }

    @Test
    void clientsThatTakeNoAnswerBlockNobody() throws IOException {
        var stuck = new ArrayList<RawClient>();
        for (var i = 0; i < 50; i++) {
            var client = RawClient.connect(endpoints.get(i % 2));
            client.send(RawClient.get("/api/v1/events"));
            client.send(GET_STATE.repeat(20));
            stuck.add(client);
        }
        assertAllIsWell();
        for (var client : stuck) {
            client.close();
        }
    }

    @Test
    void tenThousandIdleConnectionsHarmNobody() throws IOException {
        var idle = new ArrayList<RawClient>();
        try {
            for (var i = 0; i < 10_000; i++) {
                idle.add(RawClient.connect(endpoints.get(i % 2)));
                if (i % 1000 == 0) {
                    assertAllIsWell();
                }
            }
            assertAllIsWell();
        } finally {
            for (var client : idle) {
                client.close();
            }
        }
        assertAllIsWell();
    }
}
