package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Serves HTTP/1.1 on any number of endpoints, until it is closed.
///
/// It has one thread per endpoint, one for time, and one per request. None of them wakes up while
/// nobody is connected.
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int BUFFERS_BYTES = 4 << 20;

    private final Server server;
    private final Bridge bridge;
    private final RequestThreads requests;
    private final List<Closeable> sockets = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();

    private HttpServer(int endpoints, Limits limits, Handler handler) {
        var scheduler = new ScheduledExecutorScheduler("taskmaster-http-timer", true);
        var buffers = new ArrayByteBufferPool(0, -1, -1, 1024, BUFFERS_BYTES, BUFFERS_BYTES);
        requests = new RequestThreads();
        server = new Server(threads(endpoints, requests), scheduler, buffers);
        bridge = new Bridge(new Reception(handler), limits);
        server.setHandler(bridge);
        server.setErrorHandler(Bridge::refuse);
    }

    /// Has all classes of a server ready, by making one that is never open.
    public static void prepare() {
        new HttpServer(0, Limits.STANDARD, new Router()).close();
    }

    /// Opens endpoints and serves them.
    ///
    /// @param handler who answers
    /// @throws IOException if an endpoint cannot be opened; none is open then
    public static HttpServer open(
            List<? extends Endpoint> endpoints, Limits limits, Handler handler) throws IOException {
        var http = new HttpServer(endpoints.size(), limits, handler);
        try {
            for (var endpoint : endpoints) {
                http.listen(endpoint, limits);
            }
            http.server.start();
            return http;
        } catch (Exception e) {
            http.close();
            throw e instanceof IOException io ? io : new IOException(e);
        }
    }

    private static QueuedThreadPool threads(int endpoints, RequestThreads requests) {
        var size = endpoints + 2; // The two are for what Jetty does besides selecting.
        var threads = new QueuedThreadPool(size, size);
        threads.setName("taskmaster-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setIdleTimeout(0);
        // Jetty's name for where a request is handled; any executor will do.
        threads.setVirtualThreadsExecutor(requests);
        return threads;
    }

    private void listen(Endpoint endpoint, Limits limits) throws IOException {
        var channel =
                switch (endpoint) {
                    case UnixSocket socket -> bind(socket);
                    case TcpPort port -> bind(port);
                };
        var http = new HttpConnectionFactory(configuration(limits));
        var connector = new SocketConnector(server, http, endpoint, channel, limits);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(1);
        server.addConnector(connector);
    }

    private ServerSocketChannel bind(UnixSocket socket) throws IOException {
        var file = UnixSocketFile.bind(socket, BACKLOG);
        sockets.add(file);
        endpoints.add(socket);
        return file.channel();
    }

    private ServerSocketChannel bind(TcpPort port) throws IOException {
        var address =
                port.host().isEmpty()
                        ? new InetSocketAddress(port.port())
                        : new InetSocketAddress(port.host(), port.port());
        if (address.isUnresolved()) {
            throw new BindException(port + ": there is no host of that name");
        }
        var channel = ServerSocketChannel.open();
        sockets.add(channel);
        try {
            channel.bind(address, BACKLOG);
        } catch (IOException e) {
            throw new BindException(port + ": " + e.getMessage());
        }
        var bound = (InetSocketAddress) channel.getLocalAddress();
        endpoints.add(new TcpPort(port.host(), bound.getPort(), port.credentials()));
        return channel;
    }

    private static HttpConfiguration configuration(Limits limits) {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(limits.headerBytes());
        // For who names no host: a unix socket has no name that Jetty would take for one.
        configuration.setServerAuthority(new HostPort("localhost"));
        // Paths lead to no files, so `..`, `//` and `%2F` are as good as any other character.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    /// {@return where it listens; a TCP port that was 0 is the one it got}
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /// Ends it. Answers that are being made have a second to be done; those without an end are
    /// ended. Unix sockets are removed.
    @Override
    public void close() {
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                Reception.LOG.log(System.Logger.Level.WARNING, "cannot close a socket", e);
            }
        }
        bridge.close();
        try {
            server.stop();
        } catch (Exception e) {
            Reception.LOG.log(System.Logger.Level.WARNING, "the server did not end in order", e);
        } finally {
            requests.close();
        }
    }
}
