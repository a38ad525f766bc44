package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.launch.LaunchException;

import java.nio.file.Path;

/// Error numbers as reasons for people.
final class Failures {
    private Failures() {}

    /// {@return the result of a call, if it is not an error}
    ///
    /// @param what what the call is for: `open log /var/log/web.log`
    /// @throws LaunchException if it is an error
    static int check(int result, String what) {
        if (result < 0) {
            throw of(-result, what);
        }
        return result;
    }

    static LaunchException of(int errno, String what) {
        return new LaunchException(
                switch (errno) {
                    case Errno.EMFILE ->
                            "cannot %s: too many open files in this process; raise its limit (ulimit -n)"
                                    .formatted(what);
                    case Errno.ENFILE -> "cannot " + what + ": too many open files in the system";
                    default -> "cannot " + what + ": " + Errno.strerrordesc_np(errno);
                });
    }

    /// {@return why a program that was found and is executable could not be started}
    static LaunchException ofSpawn(int errno, Path program) {
        return switch (errno) {
            case Errno.ENOEXEC ->
                    new LaunchException(
                            "'%s' is not a program: it has no #! line and is no binary for this machine"
                                    .formatted(program));
            case Errno.ENOENT ->
                    new LaunchException(
                            "cannot run '%s': the interpreter it names (#! line or loader) is missing"
                                    .formatted(program));
            case Errno.EACCES, Errno.EPERM -> of(errno, "run '" + program + "'");
            case Errno.EMFILE, Errno.ENFILE -> of(errno, "spawn");
            default ->
                    new LaunchException(
                            "cannot spawn: %s (%s)"
                                    .formatted(
                                            Errno.strerrordesc_np(errno),
                                            Errno.strerrorname_np(errno)));
        };
    }
}
