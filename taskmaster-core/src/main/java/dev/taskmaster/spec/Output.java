package dev.taskmaster.spec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Where a process's stdout or stderr goes to.
public sealed interface Output {

    /// Nowhere: `/dev/null`.
    record Discard() implements Output {}

    /// Where the supervisor's own goes to.
    record Inherit() implements Output {}

    /// Of stderr only: into stdout.
    record ToStdout() implements Output {}

    /// To the end of a file that the process itself holds open. Nothing stands between the process
    /// and the file; it grows without limit.
    ///
    /// @param path an absolute path
    record Append(Path path) implements Output {
        /// @throws InvalidSpecException if the path is not absolute
        public Append {
            absolute(path);
        }
    }

    /// To a file that the supervisor writes and rotates. Any number of processes may share it.
    ///
    /// @param path an absolute path
    /// @param rotation when it is put aside; a change applies to the live process
    record Rotated(Path path, Rotation rotation) implements Output {
        /// @throws InvalidSpecException if the path is not absolute
        public Rotated {
            absolute(path);
            Objects.requireNonNull(rotation);
        }
    }

    /// Through the supervisor, which looks at it on its way.
    ///
    /// @param to where it goes then: [Rotated] or [Discard]
    /// @param tap what else becomes of it
    record Tapped(Output to, Tap tap) implements Output {
        /// @throws InvalidSpecException if it is to go anywhere else
        public Tapped {
            Objects.requireNonNull(tap);
            if (!(to instanceof Rotated || to instanceof Discard)) {
                throw new InvalidSpecException(
                        "stdout, stderr", "can be looked at on its way to a log file only");
            }
        }
    }

    /// {@return whether it goes through the supervisor, rather than from the process to its end}
    default boolean isPumped() {
        return this instanceof Rotated || this instanceof Tapped;
    }

    /// {@return the file it goes to, or empty if it goes to none}
    default Optional<Path> file() {
        return switch (this) {
            case Append(var path) -> Optional.of(path);
            case Rotated(var path, _) -> Optional.of(path);
            case Tapped(var to, _) -> to.file();
            case Discard(), Inherit(), ToStdout() -> Optional.empty();
        };
    }

    /// {@return when its file is put aside, or empty if that is not for the supervisor to do}
    default Optional<Rotation> limits() {
        return switch (this) {
            case Rotated(_, var rotation) -> Optional.of(rotation);
            case Tapped(var to, _) -> to.limits();
            case Append _, Discard _, Inherit _, ToStdout _ -> Optional.empty();
        };
    }

    private static void absolute(Path path) {
        if (!path.isAbsolute()) {
            throw new InvalidSpecException(
                    "stdout, stderr", "'" + path + "' is not an absolute path");
        }
    }
}
