package dev.taskmaster.server.endpoint;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// A unix socket.
///
/// @param path where it is; absolute
/// @param mode its permissions, 0 to 0777; default 0600
/// @param owner the user who owns it; empty for the one who starts the server
/// @param group the group that owns it; empty for that of the one who starts the server
/// @param credentials what a client must know
public record UnixSocket(
        Path path,
        int mode,
        Optional<String> owner,
        Optional<String> group,
        Optional<Credentials> credentials)
        implements Endpoint {
    /// @throws IllegalArgumentException if the path is not absolute or the mode out of its range
    public UnixSocket {
        Objects.requireNonNull(owner);
        Objects.requireNonNull(group);
        Objects.requireNonNull(credentials);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + path + "' is not an absolute path");
        }
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("mode %o is not from 0 to 0777".formatted(mode));
        }
    }

    /// A socket that only the user who starts the server can use.
    public static UnixSocket at(Path path) {
        return new UnixSocket(path, 0600, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// {@return the same with other permissions}
    public UnixSocket withMode(int mode) {
        return new UnixSocket(path, mode, owner, group, credentials);
    }

    /// {@return the same, for those who know the credentials}
    public UnixSocket withCredentials(Credentials credentials) {
        return new UnixSocket(path, mode, owner, group, Optional.of(credentials));
    }

    /// {@return `unix:///path`}
    @Override
    public String toString() {
        return "unix://" + path;
    }
}
