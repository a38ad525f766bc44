package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchRequest;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A variable in the environment of a process by which all are known that inherit it.
///
/// @param name the name of the variable
/// @param value its value, which no other launch has
record Marker(String name, String value) {
    /// The variable where nothing else marks the launch.
    static final String VARIABLE = "TASKMASTER_LAUNCH";

    private static final Set<String> NAMES = Set.of(VARIABLE, LaunchRequest.KEEP_VARIABLE);

    /// {@return the marker of what is launched with a `keep`}
    static Marker of(Path keep) {
        return new Marker(LaunchRequest.KEEP_VARIABLE, keep.toString());
    }

    /// {@return whether it is in an environment}
    ///
    /// @param environ as in `/proc/PID/environ`: `NAME=value`, each with a NUL behind it
    boolean isIn(String environ) {
        return ("\0" + environ).contains("\0" + name + "=" + value + "\0");
    }

    /// {@return the marker that is in an environment}
    static Optional<Marker> in(String environ) {
        return Arrays.stream(environ.split("\0"))
                .map(variable -> variable.split("=", 2))
                .filter(it -> it.length == 2 && NAMES.contains(it[0]))
                .map(it -> new Marker(it[0], it[1]))
                .findFirst();
    }

    /// Makes markers that nobody else makes: neither later in this process, nor in one of the same
    /// number, nor on the inside of a container.
    static final class Source {
        private final String launcher =
                ProcessHandle.current().pid()
                        + "-"
                        + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        private final AtomicLong launches = new AtomicLong();

        Marker next(LaunchRequest request) {
            return request.keep()
                    .map(Marker::of)
                    .orElseGet(
                            () ->
                                    new Marker(
                                            VARIABLE, launcher + "-" + launches.incrementAndGet()));
        }
    }
}
