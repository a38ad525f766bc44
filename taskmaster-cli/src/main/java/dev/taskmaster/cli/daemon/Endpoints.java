package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.server.endpoint.Credentials;
import dev.taskmaster.server.endpoint.Endpoint;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a daemon listens for its clients.
final class Endpoints {
    private Endpoints() {}

    /// {@return the servers of a supervisord.conf, and a unix socket wherever there is a place for
    /// one}
    static List<Endpoint> of(Setup setup) {
        var endpoints = new ArrayList<Endpoint>();
        setup.supervisord()
                .ifPresent(
                        supervisord ->
                                supervisord.loaded().config().servers().stream()
                                        .map(Endpoints::endpoint)
                                        .forEach(endpoints::add));
        if (endpoints.stream().noneMatch(UnixSocket.class::isInstance)) {
            setup.daemon().socket().map(UnixSocket::at).ifPresent(endpoints::add);
        }
        return endpoints;
    }

    private static Endpoint endpoint(HttpServer server) {
        var credentials =
                server.credentials().map(c -> new Credentials(c.username(), c.password()));
        return switch (server) {
            case HttpServer.Inet(_, var host, var port, _) -> new TcpPort(host, port, credentials);
            case HttpServer.Unix(_, var file, var mode, var owner, _) ->
                    new UnixSocket(
                            file,
                            mode & 0777,
                            owner.flatMap(o -> part(o.text(), 0)),
                            owner.flatMap(o -> part(o.text(), 1)),
                            credentials);
        };
    }

    /// The user or the group of `user:group`.
    private static Optional<String> part(String owner, int index) {
        var parts = owner.split(":", 2);
        return index < parts.length ? Optional.of(parts[index]) : Optional.empty();
    }

    /// Makes the folder of a socket, for this user alone, if there is none.
    static void makeFolder(Path socket) throws IOException {
        var folder = socket.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }
}
