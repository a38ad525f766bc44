package dev.taskmaster.server;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.http.HttpServer;
import dev.taskmaster.server.http.Limits;
import dev.taskmaster.server.http.Router;
import dev.taskmaster.server.rest.RestApi;
import dev.taskmaster.server.rpc.LogTailHandler;
import dev.taskmaster.server.rpc.RpcHandler;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Lets clients control a supervisor over HTTP, until it is closed.
///
/// {@snippet :
/// var server = ControlServer.of(supervisor, host)
///         .listen(UnixSocket.at(Path.of("/run/taskmaster.sock")))
///         .open();
/// }
///
/// Clients have the whole of the supervisor on every endpoint: Taskmaster's own interface at
/// `/api/v1`, and supervisord's at `/RPC2`. Whoever may come in can have any program run as the
/// supervisor's user, so think twice before opening a TCP port.
///
/// A client that is slow, stuck or broken harms neither the supervisor nor other clients.
public final class ControlServer implements AutoCloseable {
    private final HttpServer http;
    private final RestApi rest;

    private ControlServer(HttpServer http, RestApi rest) {
        this.http = http;
        this.rest = rest;
    }

    /// Has the JVM get ready for what serving takes of it: to be called early, on a thread beside
    /// that which puts a supervisor together for example. Without it, [Builder#open] takes longer
    /// by as much.
    public static void prepare() {
        HttpServer.prepare();
    }

    /// {@return a builder for a server}
    ///
    /// @param supervisor what is controlled
    /// @param host the program that it runs in
    public static Builder of(Supervisor supervisor, Host host) {
        return new Builder(supervisor, host);
    }

    /// {@return where it listens; a TCP port that was 0 is the one it got}
    public List<Endpoint> endpoints() {
        return http.endpoints();
    }

    /// Ends it, and with it all connections. Answers that are being made have a second to be done,
    /// and who follows events has a second to take those that have happened. The supervisor goes
    /// on.
    @Override
    public void close() {
        rest.close();
        http.close();
    }

    /// Puts a server together. Not safe for use by several threads at once.
    public static final class Builder {
        private final Supervisor supervisor;
        private final Host host;
        private final List<Endpoint> endpoints = new ArrayList<>();
        private Function<EventListener, Supervisor.Subscription> events;

        private Builder(Supervisor supervisor, Host host) {
            this.supervisor = Objects.requireNonNull(supervisor);
            this.host = Objects.requireNonNull(host);
            this.events = supervisor::listen;
        }

        /// Where clients' events come from. Default: [Supervisor#listen], so that they learn of
        /// nothing that happened before the server was open.
        ///
        /// @param events has a listener told of what is remembered, in order, and then of all that
        ///   happens
        public Builder events(Function<EventListener, Supervisor.Subscription> events) {
            this.events = Objects.requireNonNull(events);
            return this;
        }

        /// One more place to listen at.
        public Builder listen(Endpoint endpoint) {
            endpoints.add(Objects.requireNonNull(endpoint));
            return this;
        }

        /// {@return a server that listens}
        ///
        /// @throws IOException if it cannot listen somewhere; its message says where and why. It
        ///   listens nowhere then
        public ControlServer open() throws IOException {
            var clock = Clock.systemUTC();
            var logs = new LogTailHandler(supervisor, host);
            var rest = new RestApi(supervisor, host, events, clock);
            var router =
                    new Router()
                            .prefix("/api/", rest)
                            .prefix("/RPC2", new RpcHandler(supervisor, host, clock))
                            .prefix("/logtail/", logs)
                            .prefix("/mainlogtail", logs);
            try {
                return new ControlServer(HttpServer.open(endpoints, Limits.STANDARD, router), rest);
            } catch (IOException e) {
                rest.close();
                throw e;
            }
        }
    }
}
