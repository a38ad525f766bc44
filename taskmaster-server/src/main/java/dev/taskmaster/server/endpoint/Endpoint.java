package dev.taskmaster.server.endpoint;

import java.util.Optional;

/// Where a server listens.
public sealed interface Endpoint permits UnixSocket, TcpPort {

    /// {@return what a client must know to come in; empty if anybody may}
    Optional<Credentials> credentials();
}
