package dev.taskmaster.config.supervisord;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// Where the daemon listens for its clients.
public sealed interface HttpServer {

    /// {@return the name of its section: `unix_http_server`, `inet_http_server:x`}
    String section();

    /// {@return who may use it; empty for everybody who can reach it}
    Optional<Credentials> credentials();

    /// {@return its address as clients write it}
    String url();

    /// A unix socket: `[unix_http_server]`.
    ///
    /// @param file its path; absolute
    /// @param mode its permissions; default 0700
    /// @param owner whose it is; default: the daemon's own user and group
    record Unix(
            String section,
            Path file,
            int mode,
            Optional<Owner> owner,
            Optional<Credentials> credentials)
            implements HttpServer {
        public Unix {
            Objects.requireNonNull(section);
            Objects.requireNonNull(file);
            Objects.requireNonNull(owner);
            Objects.requireNonNull(credentials);
        }

        @Override
        public String url() {
            return "unix://" + file;
        }
    }

    /// A TCP port: `[inet_http_server]`.
    ///
    /// @param host in lower case; empty for all interfaces
    /// @param port 1 to 65535
    record Inet(String section, String host, int port, Optional<Credentials> credentials)
            implements HttpServer {
        public Inet {
            Objects.requireNonNull(section);
            Objects.requireNonNull(host);
            Objects.requireNonNull(credentials);
        }

        @Override
        public String url() {
            return "http://" + (host.isEmpty() ? "localhost" : host) + ":" + port;
        }
    }

    /// What a client must say.
    ///
    /// @param username the name
    /// @param password the password itself, or `{SHA}` and its SHA-1 in hexadecimal digits
    record Credentials(String username, String password) {
        public Credentials {
            Objects.requireNonNull(username);
            Objects.requireNonNull(password);
        }

        /// {@return all but the password, which belongs into no log}
        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }

    /// Whose a socket is.
    ///
    /// @param text as it is written: `user` or `user:group`, names or numbers
    /// @param uid the number of the user, if it is known here
    /// @param gid the number of the group, if it is known here; empty also where none was written,
    ///   and the group stays as it is
    record Owner(String text, OptionalInt uid, OptionalInt gid) {
        public Owner {
            Objects.requireNonNull(text);
            Objects.requireNonNull(uid);
            Objects.requireNonNull(gid);
        }
    }
}
