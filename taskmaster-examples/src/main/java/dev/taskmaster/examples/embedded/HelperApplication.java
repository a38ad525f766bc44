package dev.taskmaster.examples.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.taskmaster.Supervisor;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessState;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// A web application that needs helper processes: it brings them up before it serves, answers
/// `/health` from their state, lets an operator restart them, and takes them down with itself.
public final class HelperApplication implements AutoCloseable {
    private final Supervisor supervisor = Supervisor.create();
    private final HttpServer http;

    /// Starts it.
    ///
    /// @param port where it serves, on the loopback interface; 0 for any free port
    /// @param helperCmd what each of its two helpers runs
    /// @throws IOException if it cannot serve there
    public HelperApplication(int port, String... helperCmd) throws IOException {
        supervisor
                .start(
                        ProgramSpec.named("helper")
                                .cmd(helperCmd)
                                .numprocs(2)
                                .autorestart(Autorestart.ALWAYS)
                                .build())
                .join();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/health", this::health);
        http.createContext("/restart", this::restart);
        http.start();
    }

    /// {@return the port it serves on}
    public int port() {
        return http.getAddress().getPort();
    }

    private void health(HttpExchange exchange) throws IOException {
        // Reading the state waits for nobody, so it may be asked as often as one likes.
        var all = supervisor.status();
        var healthy = all.stream().allMatch(s -> s.state() == ProcessState.RUNNING);
        var text =
                all.stream()
                        .map(s -> s.name() + " " + s.state() + " " + s.pid() + "\n")
                        .collect(Collectors.joining());
        answer(exchange, healthy ? 200 : 503, text);
    }

    private void restart(HttpExchange exchange) throws IOException {
        var outcomes = supervisor.restart("all").join();
        answer(exchange, outcomes.stream().allMatch(o -> o.isDone()) ? 200 : 500, outcomes + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        supervisor.close();
    }
}
