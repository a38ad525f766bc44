package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;

/// Serves what comes in on a channel that is bound already, be it a unix socket or a TCP port.
///
/// Jetty has a connector for each, but the one for unix sockets binds them where anybody may
/// connect, and neither can make room for a new connection by closing an idle one.
final class SocketConnector extends AbstractConnector {
    private final Endpoint endpoint;
    private final ServerSocketChannel channel;
    private final Limits limits;
    private final ConnectionGuard guard;
    private final SelectorManager selectors;
    private final AtomicReference<Closeable> acceptor = new AtomicReference<>();

    SocketConnector(
            Server server,
            HttpConnectionFactory http,
            Endpoint endpoint,
            ServerSocketChannel channel,
            Limits limits) {
        super(server, null, null, null, 0, http);
        this.endpoint = endpoint;
        this.channel = channel;
        this.limits = limits;
        this.guard = new ConnectionGuard(limits, getScheduler());
        this.selectors = new Selectors();
        installBean(selectors, true);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ConnectionGuard guard() {
        return guard;
    }

    @Override
    protected void doStart() throws Exception {
        getBeans(SelectorManager.SelectorManagerListener.class)
                .forEach(selectors::addEventListener);
        channel.configureBlocking(false);
        super.doStart();
        setAccepting(true);
    }

    @Override
    protected void doStop() throws Exception {
        setAccepting(false);
        super.doStop();
    }

    @Override
    public void setAccepting(boolean accepting) {
        super.setAccepting(accepting);
        var next = accepting ? selectors.acceptor(channel) : null;
        var last = acceptor.getAndSet(next);
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected void accept(int acceptorId) {
        throw new IllegalStateException("the selector accepts");
    }

    @Override
    public Object getTransport() {
        return channel;
    }

    private final class Selectors extends SelectorManager {
        Selectors() {
            super(SocketConnector.this.getExecutor(), SocketConnector.this.getScheduler(), 1);
        }

        @Override
        protected void accepted(SelectableChannel accepted) throws IOException {
            var connection = (SocketChannel) accepted;
            connection.configureBlocking(false);
            if (connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            accept(connection);
        }

        @Override
        protected EndPoint newEndPoint(
                SelectableChannel accepted, ManagedSelector selector, SelectionKey key) {
            var connection = (SocketChannel) accepted;
            var endPoint =
                    switch (endpoint) {
                        case UnixSocket _ ->
                                new HostlessEndPoint(connection, selector, key, getScheduler());
                        case TcpPort _ ->
                                new SocketChannelEndPoint(
                                        connection, selector, key, getScheduler());
                    };
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        public Connection newConnection(
                SelectableChannel accepted, EndPoint endPoint, Object attachment) {
            return getDefaultConnectionFactory().newConnection(SocketConnector.this, endPoint);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
            guard.waitFor(endPoint);
            if (getConnectedEndPoints().size() > limits.connections()) {
                guard.evict();
            }
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            guard.closed(endPoint);
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }
    }
}
