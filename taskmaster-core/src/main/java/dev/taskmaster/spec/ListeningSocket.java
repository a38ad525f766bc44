package dev.taskmaster.spec;

import java.nio.file.Path;
import java.util.OptionalInt;

/// A socket that the supervisor opens and programs accept connections from.
public sealed interface ListeningSocket {

    /// {@return where it listens: `unix:///path` or `tcp://host:port`}
    String url();

    /// {@return how many connections may wait to be accepted; empty for as many as the system
    /// allows}
    OptionalInt backlog();

    /// A unix socket.
    ///
    /// @param path where it is made; a socket that is there already is replaced
    /// @param uid whose it is; empty for the supervisor's own user
    /// @param gid its group; empty for the supervisor's own
    /// @param mode its permissions, 0 to 07777
    record Unix(Path path, OptionalInt uid, OptionalInt gid, int mode, OptionalInt backlog)
            implements ListeningSocket {
        /// @throws InvalidSpecException if the path is not absolute, or the mode is out of range
        public Unix {
            if (!path.isAbsolute()) {
                throw new InvalidSpecException("socket", "'" + path + "' is not an absolute path");
            }
            if (mode < 0 || mode > 07777) {
                throw new InvalidSpecException(
                        "socket_mode", "is out of range, expected 0 to 7777 (octal)");
            }
            checkBacklog(backlog);
        }

        @Override
        public String url() {
            return "unix://" + path;
        }
    }

    /// A TCP port.
    ///
    /// @param host a name or an address of this machine
    /// @param port 1 to 65535
    record Tcp(String host, int port, OptionalInt backlog) implements ListeningSocket {
        /// @throws InvalidSpecException if the port is out of range
        public Tcp {
            if (port < 1 || port > 0xFFFF) {
                throw new InvalidSpecException(
                        "socket", "the port is out of range, expected 1 to 65535");
            }
            checkBacklog(backlog);
        }

        @Override
        public String url() {
            return "tcp://" + host + ":" + port;
        }
    }

    private static void checkBacklog(OptionalInt backlog) {
        if (backlog.isPresent() && backlog.getAsInt() < 1) {
            throw new InvalidSpecException("socket_backlog", "is below 1");
        }
    }
}
