package dev.taskmaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.endpoint.Credentials;
import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(60)
class HttpServerIT {
    private static final TcpPort ANY_PORT = TcpPort.of("127.0.0.1", 0);
    private static final Limits SMALL =
            new Limits(
                    4096,
                    10_000,
                    25_000,
                    20,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

    @TempDir Path folder;
    private HttpServer server;
    private Endpoint endpoint;

    private final Router echo =
            new Router()
                    .route("GET", "/hello", _ -> Response.text(200, "hello"))
                    .route("POST", "/echo", r -> Response.of(200, "x/y", r.body()))
                    .route("GET", "/names/{name}", r -> Response.text(200, r.variable("name")))
                    .route(
                            "GET",
                            "/fail",
                            _ -> {
                                throw new IOException("this failure is part of a test");
                            });

    private void open(Endpoint where, Limits limits, Handler handler) throws IOException {
        server = HttpServer.open(List.of(where), limits, handler);
        endpoint = server.endpoints().getFirst();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersOnTcp() throws IOException {
        open(ANY_PORT, Limits.STANDARD, echo);
        var answer = RawClient.ask(endpoint, RawClient.get("/hello"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
    }

    @Test
    void answersOnUnixSocket() throws IOException {
        open(UnixSocket.at(folder.resolve("s")), Limits.STANDARD, echo);
        var answer = RawClient.ask(endpoint, RawClient.post("/echo", "ä body"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ä body");
    }

    @Test
    void serves1_0AndKeepsConnectionsOpen() throws IOException {
        open(ANY_PORT, Limits.STANDARD, echo);
        assertThat(RawClient.ask(endpoint, "GET /hello HTTP/1.0\r\n\r\n").body())
                .isEqualTo("hello");
        try (var client = RawClient.connect(endpoint)) {
            for (var i = 0; i < 3; i++) {
                client.send(RawClient.post("/echo", "number " + i));
                assertThat(client.answer().body()).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws IOException {
        open(ANY_PORT, SMALL, echo);
        assertThat(status(RawClient.get("/nothing"))).isEqualTo(404);
        assertThat(status(RawClient.post("/hello", ""))).isEqualTo(405);
        assertThat(status("this is not HTTP\r\n\r\n")).isEqualTo(400);
        assertThat(status("\0\1\2\3\r\n\r\n")).isEqualTo(400);
        assertThat(status(RawClient.get("/names/%zz"))).isEqualTo(400);
        assertThat(status(RawClient.get("/names/%ff"))).isEqualTo(400);
        assertThat(status(RawClient.get("/hello?a=%"))).isEqualTo(400);
        assertThat(status("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: many\r\n\r\n"))
                .isEqualTo(400);
        assertThat(status(RawClient.get("/" + "x".repeat(5000)))).isIn(414, 431);
        assertThat(status("GET /hello HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(5000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(status(RawClient.post("/echo", "x".repeat(10_001)))).isEqualTo(413);
        assertThat(status(RawClient.get("/fail"))).isEqualTo(500);
        assertThat(status(RawClient.get("/hello"))).isEqualTo(200);
    }

    private int status(String request) throws IOException {
        return RawClient.ask(endpoint, request).status();
    }

    @Test
    void servesClientsThatDoNotKnowTheirHost() throws IOException {
        open(UnixSocket.at(folder.resolve("s")), SMALL, echo);
        // supervisorctl tail -f sends this, to the last byte, and perhaps in any pieces.
        var request = "GET /hello HTTP/1.1\r\nHost: \r\nAccept-Encoding: chunked\r\n\r\n\r\n";
        assertThat(status(request)).isEqualTo(200);
        assertThat(status("GET /hello HTTP/1.0\r\n\r\n")).isEqualTo(200);
        try (var client = RawClient.connect(endpoint)) {
            for (var b : request.getBytes(StandardCharsets.UTF_8)) {
                client.send(new byte[] {b});
            }
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void leavesBodiesAsTheyAre() throws IOException {
        open(UnixSocket.at(folder.resolve("s")), SMALL, echo);
        var body = "\nHost: \r\n\r\n";
        assertThat(RawClient.ask(endpoint, RawClient.post("/echo", body)).body()).isEqualTo(body);
    }

    @Test
    void decodesPathsOnceAndBySegment() throws IOException {
        open(ANY_PORT, SMALL, echo);
        assertThat(name("a%3Ab")).isEqualTo("a:b");
        assertThat(name("..%2F..%2Fetc")).isEqualTo("../../etc");
        assertThat(name("%2541")).isEqualTo("%41");
        assertThat(name("%C3%A4")).isEqualTo("ä");
        assertThat(status(RawClient.get("/names/%00"))).isEqualTo(400);
    }

    private String name(String segment) throws IOException {
        var answer = RawClient.ask(endpoint, RawClient.get("/names/" + segment));
        assertThat(answer.status()).as(segment).isEqualTo(200);
        return answer.body();
    }

    @Test
    void refusesAHugeBodyBeforeItComes() throws IOException {
        open(ANY_PORT, Limits.STANDARD, echo);
        assertThat(status("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1073741824\r\n\r\n"))
                .isEqualTo(413);
    }

    @Test
    void refusesAChunkedBodyAsSoonAsItIsTooLarge() throws IOException {
        open(ANY_PORT, SMALL, echo);
        try (var client = RawClient.connect(endpoint)) {
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 11; i++) {
                client.send("3e8\r\n" + "x".repeat(1000) + "\r\n");
            }
            assertThat(client.head().status()).isEqualTo(413);
        }
    }

    @Test
    void takesARequestByteByByte() throws IOException {
        open(ANY_PORT, Limits.STANDARD, echo);
        try (var client = RawClient.connect(endpoint)) {
            for (var b : RawClient.post("/echo", "slow").getBytes(StandardCharsets.UTF_8)) {
                client.send(new byte[] {b});
            }
            assertThat(client.answer().body()).isEqualTo("slow");
        }
    }

    @Test
    void closesConnectionsThatAreIdleOrTooSlow() throws Exception {
        open(ANY_PORT, SMALL, echo);
        try (var idle = RawClient.connect(endpoint);
                var half = RawClient.connect(endpoint);
                var trickling = RawClient.connect(endpoint)) {
            half.send("GET /hello HTT");
            assertThat(half.isClosed()).isTrue();
            assertThat(idle.isClosed()).isTrue();
            var began = System.nanoTime();
            try {
                while (true) {
                    trickling.send("GET /hello HTTP/1.1\r\n".substring(0, 1));
                    Thread.sleep(100); // never idle, never done
                    assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
                }
            } catch (IOException e) {
                // As it should be: the server has closed it.
            }
        }
        assertThat(status(RawClient.get("/hello"))).isEqualTo(200);
    }

    @Test
    void answers408OrClosesWhenABodyDoesNotCome() throws IOException {
        open(ANY_PORT, SMALL, echo);
        try (var client = RawClient.connect(endpoint)) {
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
            assertThat(client.line()).matches("HTTP/1.1 408 .*|");
        }
    }

    @Test
    void waitsForAHandlerLongerThanForAClient() throws IOException {
        open(
                ANY_PORT,
                SMALL,
                _ -> {
                    Thread.sleep(4000); // longer than the times of SMALL
                    return Response.text(200, "at last");
                });
        assertThat(RawClient.ask(endpoint, RawClient.get("/")).body()).isEqualTo("at last");
    }

    @Test
    void aHandlerThatWaitsBlocksNobody() throws Exception {
        var release = new CountDownLatch(1);
        open(
                ANY_PORT,
                Limits.STANDARD,
                r -> {
                    if (r.path().equals("/wait")) {
                        release.await();
                    }
                    return Response.text(200, "done");
                });
        var waiting = new ArrayList<RawClient>();
        for (var i = 0; i < 100; i++) {
            waiting.add(RawClient.connect(endpoint));
            waiting.getLast().send(RawClient.get("/wait"));
        }
        assertThat(status(RawClient.get("/now"))).isEqualTo(200);
        release.countDown();
        for (var client : waiting) {
            assertThat(client.answer().body()).isEqualTo("done");
            client.close();
        }
    }

    @Test
    void closesTheLongestIdleConnectionWhenThereAreTooMany() throws IOException {
        open(ANY_PORT, SMALL, echo);
        var idle = new ArrayList<RawClient>();
        for (var i = 0; i < 60; i++) {
            idle.add(RawClient.connect(endpoint));
        }
        assertThat(status(RawClient.get("/hello"))).isEqualTo(200);
        assertThat(idle.getFirst().isClosed()).isTrue();
        idle.getLast().send(RawClient.get("/hello"));
        assertThat(idle.getLast().answer().status()).isEqualTo(200);
        for (var client : idle) {
            client.close();
        }
    }

    @Test
    void asksForCredentials() throws IOException {
        open(ANY_PORT.withCredentials(new Credentials("ann", "se:cret")), SMALL, echo);
        var refusal = RawClient.ask(endpoint, RawClient.get("/hello"));
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.headers())
                .containsEntry("www-authenticate", "Basic realm=\"default\"")
                .containsEntry("connection", "close");
        assertThat(status(withAuthorization("Basic " + base64("ann:se:cret")))).isEqualTo(200);
        assertThat(status(withAuthorization("basic " + base64("ann:se:cret")))).isEqualTo(200);
        assertThat(status(withAuthorization("Basic " + base64("ann:other")))).isEqualTo(401);
        assertThat(status(withAuthorization("Basic " + base64("bob:se:cret")))).isEqualTo(401);
        assertThat(status(withAuthorization("Basic " + base64("ann")))).isEqualTo(401);
        assertThat(status(withAuthorization("Basic ***"))).isEqualTo(401);
        assertThat(status(withAuthorization("Basic"))).isEqualTo(401);
        assertThat(status(withAuthorization("Bearer x"))).isEqualTo(401);
    }

    @Test
    void asksForCredentialsBeforeItTakesTheBody() throws IOException {
        open(ANY_PORT.withCredentials(new Credentials("ann", "secret")), SMALL, echo);
        assertThat(status("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\n"))
                .isEqualTo(401);
    }

    @Test
    void takesAHashedPassword() throws IOException {
        var hash = "{SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d"; // of thepassword
        open(ANY_PORT.withCredentials(new Credentials("ann", hash)), SMALL, echo);
        assertThat(status(withAuthorization("Basic " + base64("ann:thepassword")))).isEqualTo(200);
        assertThat(status(withAuthorization("Basic " + base64("ann:" + hash)))).isEqualTo(401);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String withAuthorization(String value) {
        return "GET /hello HTTP/1.1\r\nHost: h\r\nAuthorization: " + value + "\r\n\r\n";
    }

    @Test
    void refusesWhatOtherWebPagesSend() throws IOException {
        open(ANY_PORT, SMALL, echo);
        assertThat(status(posted("Origin: http://evil.example"))).isEqualTo(403);
        assertThat(status(posted("Origin: null"))).isEqualTo(403);
        assertThat(status(posted("Sec-Fetch-Site: cross-site"))).isEqualTo(403);
        assertThat(status(posted("Origin: http://localhost:9001"))).isEqualTo(200);
        assertThat(status(posted("Sec-Fetch-Site: same-origin"))).isEqualTo(200);
    }

    private static String posted(String header) {
        return "POST /echo HTTP/1.1\r\nHost: localhost:9001\r\n"
                + header
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void streamsWhatComesAndNoticesThatTheClientIsGone() throws Exception {
        var lines = new LinkedBlockingQueue<String>();
        var ended = new AtomicBoolean();
        open(
                ANY_PORT,
                SMALL,
                _ ->
                        Response.streaming(
                                "text/plain",
                                sink -> {
                                    try {
                                        while (true) {
                                            var line = lines.take() + "\n";
                                            sink.write(ByteBuffer.wrap(line.getBytes()));
                                        }
                                    } finally {
                                        ended.set(true);
                                    }
                                }));
        try (var client = RawClient.connect(endpoint)) {
            client.send(RawClient.get("/"));
            assertThat(client.head().status()).isEqualTo(200);
            lines.add("one");
            assertThat(client.chunk()).isEqualTo("one\n");
            Thread.sleep(4000); // longer than the times of SMALL: a stream may be silent
            lines.add("two");
            assertThat(client.chunk()).isEqualTo("two\n");
            assertThat(ended).isFalse();
        }
        Await.until(ended::get);
    }

    @Test
    void dropsAClientThatTakesNoneOfItsAnswer() throws Exception {
        var dropped = new CountDownLatch(1);
        open(
                ANY_PORT,
                SMALL,
                _ ->
                        Response.streaming(
                                "text/plain",
                                sink -> {
                                    try {
                                        while (true) {
                                            sink.write(ByteBuffer.allocate(1 << 16));
                                        }
                                    } finally {
                                        dropped.countDown();
                                    }
                                }));
        try (var client = RawClient.connect(endpoint)) {
            client.send(RawClient.get("/"));
            dropped.await();
        }
    }

    @Test
    void endsStreamsAndRemovesTheSocketWhenItIsClosed() throws Exception {
        var ended = new CountDownLatch(1);
        open(
                UnixSocket.at(folder.resolve("s")),
                SMALL,
                _ ->
                        Response.streaming(
                                "text/plain",
                                _ -> {
                                    try {
                                        new CountDownLatch(1).await();
                                    } finally {
                                        ended.countDown();
                                    }
                                }));
        try (var client = RawClient.connect(endpoint)) {
            client.send(RawClient.get("/"));
            client.head();
            server.close();
            ended.await();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void leavesNoThreadBehindWhereItOnlyGetsReady() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        HttpServer.prepare();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().startsWith("taskmaster-")) {
                assertThat(thread.join(Duration.ofSeconds(10))).as(thread.getName()).isTrue();
            }
        }
    }
}
