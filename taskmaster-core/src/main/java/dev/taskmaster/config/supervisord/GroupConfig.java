package dev.taskmaster.config.supervisord;

import dev.taskmaster.spec.ListeningSocket;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A group of processes: of a section `[group:x]`, or the one that every other program is of its
/// own.
///
/// @param name its name
/// @param priority low starts first and stops last; default 999, of event listeners -1
/// @param kind what its processes are for
/// @param processes of a `[group:x]` in the order of its `programs`, else by name; none where a
///   `[group:x]` names no programs, or `numprocs` is 0
public record GroupConfig(String name, int priority, Kind kind, List<ProcessConfig> processes) {
    public GroupConfig {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        processes = List.copyOf(processes);
    }

    /// Whether it needs to be put in the place of a running group of its name, as supervisord
    /// decides it: an option of a process, the order or number of its processes, its priority, its
    /// kind, its events or its socket changed.
    ///
    /// @param running the group as it is supervised now
    public boolean changes(GroupConfig running) {
        return priority != running.priority
                || !kind.equals(running.kind)
                || processes.size() != running.processes.size()
                || IntStream.range(0, processes.size())
                        .anyMatch(i -> processes.get(i).changes(running.processes.get(i)));
    }

    /// What the processes of a group are for.
    public sealed interface Kind {}

    /// Programs as any other.
    public record Programs() implements Kind {}

    /// Listeners that are handed the daemon's events: `[eventlistener:x]`.
    ///
    /// @param events the names of the events they get, also of abstract ones such as `TICK`
    /// @param bufferSize how many events wait while no listener is ready; at least 1; default 10
    /// @param resultHandler what judges their answers; only [#DEFAULT_HANDLER] is offered
    public record Listeners(SortedSet<String> events, int bufferSize, String resultHandler)
            implements Kind {
        public static final String DEFAULT_HANDLER = "supervisor.dispatchers:default_handler";

        public Listeners {
            events = Collections.unmodifiableSortedSet(new TreeSet<>(events));
            Objects.requireNonNull(resultHandler);
        }
    }

    /// Programs that share a listening socket as their file descriptor 0: `[fcgi-program:x]`.
    ///
    /// Two are equal if they are to listen at the same address, as in supervisord: a change of
    /// nothing but the socket's owner, mode or backlog is none.
    ///
    /// @param socket where they listen
    public record FastCgi(ListeningSocket socket) implements Kind {
        public FastCgi {
            Objects.requireNonNull(socket);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FastCgi(var otherSocket)
                    && socket.url().equals(otherSocket.url());
        }

        @Override
        public int hashCode() {
            return socket.url().hashCode();
        }
    }
}
