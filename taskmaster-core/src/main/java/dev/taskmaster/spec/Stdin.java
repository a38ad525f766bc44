package dev.taskmaster.spec;

import java.nio.file.Path;

/// Where a process's stdin comes from.
public sealed interface Stdin {

    /// From nowhere: `/dev/null`.
    record Empty() implements Stdin {}

    /// From the supervisor, which keeps it open and writes on request.
    record Pipe() implements Stdin {}

    /// From a file, read from its beginning.
    ///
    /// @param path an absolute path
    record File(Path path) implements Stdin {
        /// @throws InvalidSpecException if the path is not absolute
        public File {
            if (!path.isAbsolute()) {
                throw new InvalidSpecException("stdin", "'" + path + "' is not an absolute path");
            }
        }
    }

    /// A listening socket, as FastCGI programs want it. The supervisor opens it when the first
    /// process with it starts, all of them share it, and it stays open, also while they are
    /// restarted, until none of them is up or about to be.
    ///
    /// @param at where it listens
    record Socket(ListeningSocket at) implements Stdin {}
}
