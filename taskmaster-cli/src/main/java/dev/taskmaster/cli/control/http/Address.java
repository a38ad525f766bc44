package dev.taskmaster.cli.control.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where a daemon listens.
///
/// @param text how people write it, without credentials
/// @param host what the header `Host` says
/// @param credentials `user:password`, if it asks for them
/// @param unix the unix socket; empty for TCP
/// @param tcpHost the host, for TCP
/// @param port the port, for TCP
public record Address(
        String text,
        String host,
        Optional<String> credentials,
        Optional<Path> unix,
        String tcpHost,
        int port) {

    /// A unix socket.
    public static Address of(Path socket) {
        return new Address(
                "unix://" + socket, "localhost", Optional.empty(), Optional.of(socket), "", 0);
    }

    /// A TCP port.
    public static Address of(String host, int port) {
        var authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return new Address(
                "http://" + authority, authority, Optional.empty(), Optional.empty(), host, port);
    }

    /// {@return the same for somebody who knows the credentials}
    ///
    /// @param userAndPassword `user:password`
    public Address withCredentials(Optional<String> userAndPassword) {
        return new Address(text, host, userAndPassword, unix, tcpHost, port);
    }

    /// Reads `unix:///path` or `http://[user:password@]host:port`.
    ///
    /// @throws IllegalArgumentException if it is something else; its message says what was expected
    public static Address parse(String text) {
        try {
            var uri = new URI(text);
            var path = uri.getPath() == null ? "" : uri.getPath();
            if ("unix".equals(uri.getScheme()) && uri.getHost() == null && path.length() > 1) {
                return of(Path.of(path));
            }
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && (path.isEmpty() || path.equals("/"))) {
                var host = uri.getHost().replaceAll("[\\[\\]]", "");
                return of(host, uri.getPort() < 0 ? 9001 : uri.getPort())
                        .withCredentials(Optional.ofNullable(uri.getUserInfo()));
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "expected unix:///path or http://[user:password@]host:port, found '" + text + "'");
    }

    SocketAddress socketAddress() {
        return unix.<SocketAddress>map(UnixDomainSocketAddress::of)
                .orElseGet(() -> new InetSocketAddress(tcpHost, port));
    }

    /// {@return how people write it, without credentials}
    @Override
    public String toString() {
        return text;
    }
}
