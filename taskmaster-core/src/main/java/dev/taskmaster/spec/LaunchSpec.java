package dev.taskmaster.spec;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a process is started with. A live process keeps it until it is replaced: a change of
/// anything here, but for the limits of a rotation, needs a new process.
///
/// @param cmd the program and its arguments; the program is a path, or a bare name that is looked
///   for in `PATH`
/// @param workingDir its working directory; empty for the supervisor's own
/// @param env what is added to the supervisor's own environment; wins over it
/// @param umask its umask, 0 to 0777; empty for the supervisor's own
/// @param user as whom it runs; empty for the supervisor's own user
/// @param limits what it is limited to, where not to what the supervisor gives to all
/// @param stdin where its stdin comes from
/// @param stdout where its stdout goes to
/// @param stderr where its stderr goes to
/// @param isolation how far it is set apart
public record LaunchSpec(
        List<String> cmd,
        Optional<Path> workingDir,
        Map<String, String> env,
        OptionalInt umask,
        Optional<User> user,
        Map<Resource, Limit> limits,
        Stdin stdin,
        Output stdout,
        Output stderr,
        Isolation isolation) {

    /// @throws InvalidSpecException if a value is out of its range or cannot be passed to a process
    public LaunchSpec {
        cmd = List.copyOf(cmd);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        limits = Map.copyOf(limits);
        if (cmd.isEmpty() || cmd.getFirst().isEmpty()) {
            throw new InvalidSpecException("cmd", "is empty, expected a program to run");
        }
        cmd.forEach(word -> noNul("cmd", word));
        env.forEach(
                (name, value) -> {
                    if (name.isEmpty() || name.indexOf('=') >= 0) {
                        throw new InvalidSpecException(
                                "env", "'" + name + "' is not the name of a variable");
                    }
                    noNul("env", name);
                    noNul("env." + name, value);
                });
        umask.ifPresent(
                bits -> {
                    if (bits < 0 || bits > 0777) {
                        throw new InvalidSpecException(
                                "umask", "is out of range, expected 000 to 777 (octal)");
                    }
                });
        workingDir.ifPresent(
                dir -> {
                    if (!dir.isAbsolute()) {
                        throw new InvalidSpecException(
                                "workingdir", "'" + dir + "' is not an absolute path");
                    }
                });
        if (stdout instanceof Output.ToStdout) {
            throw new InvalidSpecException("stdout", "cannot go to itself");
        }
    }

    private static void noNul(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidSpecException(field, "contains a NUL character");
        }
    }

    /// {@return whether a process that was started with this needs no replacement to be as `other`
    /// wants it: all is equal but for the limits of rotations}
    public boolean sameLaunch(LaunchSpec other) {
        return withoutLimits().equals(other.withoutLimits());
    }

    /// {@return the same with another isolation}
    public LaunchSpec withIsolation(Isolation newIsolation) {
        return new LaunchSpec(
                cmd, workingDir, env, umask, user, limits, stdin, stdout, stderr, newIsolation);
    }

    private LaunchSpec withoutLimits() {
        return withOutputs(withoutLimits(stdout), withoutLimits(stderr));
    }

    private static Output withoutLimits(Output output) {
        return switch (output) {
            case Output.Rotated(var path, _) -> new Output.Rotated(path, Rotation.STANDARD);
            case Output.Tapped(var to, var tap) -> new Output.Tapped(withoutLimits(to), tap);
            case Output.Append _, Output.Discard _, Output.Inherit _, Output.ToStdout _ -> output;
        };
    }

    private LaunchSpec withOutputs(Output newStdout, Output newStderr) {
        return new LaunchSpec(
                cmd, workingDir, env, umask, user, limits, stdin, newStdout, newStderr, isolation);
    }
}
