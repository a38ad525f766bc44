package dev.taskmaster.server.endpoint;

import java.util.Objects;
import java.util.Optional;

/// A TCP port. There is no encryption: use it on loopback, or behind a proxy.
///
/// @param host the name or address of the interface to listen on; empty for all
/// @param port 1 to 65535, or 0 for any that is free
/// @param credentials what a client must know
public record TcpPort(String host, int port, Optional<Credentials> credentials)
        implements Endpoint {
    /// @throws IllegalArgumentException if the port is out of its range
    public TcpPort {
        Objects.requireNonNull(host);
        Objects.requireNonNull(credentials);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not from 0 to 65535");
        }
    }

    /// A port that asks for no credentials.
    public static TcpPort of(String host, int port) {
        return new TcpPort(host, port, Optional.empty());
    }

    /// {@return the same, for those who know the credentials}
    public TcpPort withCredentials(Credentials credentials) {
        return new TcpPort(host, port, Optional.of(credentials));
    }

    /// {@return `http://host:port`}
    @Override
    public String toString() {
        var name = host.isEmpty() ? "*" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port;
    }
}
