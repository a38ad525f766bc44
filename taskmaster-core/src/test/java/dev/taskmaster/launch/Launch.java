package dev.taskmaster.launch;

import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.User;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Puts a request together: by default, one with the test's own environment, no stdin, and pumped
/// output that is thrown away.
public record Launch(
        LaunchSpec spec,
        Map<String, String> inherited,
        OutputSink stdout,
        OutputSink stderr,
        Optional<Path> keep) {
    /// Any path will do: a sink stands for the file.
    private static final Output PUMPED = new Output.Rotated(Path.of("/log"), Rotation.STANDARD);

    public static Launch of(List<String> cmd) {
        return new Launch(
                new LaunchSpec(
                        cmd,
                        Optional.empty(),
                        Map.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        new Stdin.Empty(),
                        PUMPED,
                        PUMPED,
                        Isolation.SESSION),
                System.getenv(),
                OutputSink.NONE,
                OutputSink.NONE,
                Optional.empty());
    }

    public static Launch of(String... cmd) {
        return of(List.of(cmd));
    }

    public Launch in(Path workingDir) {
        return with(Optional.of(workingDir), spec.env(), spec.umask(), spec.user());
    }

    public Launch env(Map<String, String> env) {
        return with(spec.workingDir(), env, spec.umask(), spec.user());
    }

    public Launch umask(int umask) {
        return with(spec.workingDir(), spec.env(), OptionalInt.of(umask), spec.user());
    }

    public Launch user(User user) {
        return with(spec.workingDir(), spec.env(), spec.umask(), Optional.of(user));
    }

    public Launch limits(Map<Resource, Limit> limits) {
        var limited =
                new LaunchSpec(
                        spec.cmd(),
                        spec.workingDir(),
                        spec.env(),
                        spec.umask(),
                        spec.user(),
                        limits,
                        spec.stdin(),
                        spec.stdout(),
                        spec.stderr(),
                        spec.isolation());
        return new Launch(limited, inherited, stdout, stderr, keep);
    }

    public Launch inheriting(Map<String, String> environment) {
        return new Launch(spec, environment, stdout, stderr, keep);
    }

    public Launch stdin(Stdin stdin) {
        return with(stdin, spec.stdout(), spec.stderr(), spec.isolation());
    }

    public Launch stdout(Output output) {
        return with(spec.stdin(), output, spec.stderr(), spec.isolation());
    }

    public Launch stderr(Output output) {
        return with(spec.stdin(), spec.stdout(), output, spec.isolation());
    }

    public Launch isolated(Isolation isolation) {
        return with(spec.stdin(), spec.stdout(), spec.stderr(), isolation);
    }

    public Launch stdout(OutputSink sink) {
        return new Launch(spec, inherited, sink, stderr, keep);
    }

    public Launch stderr(OutputSink sink) {
        return new Launch(spec, inherited, stdout, sink, keep);
    }

    public Launch keep(Path path) {
        return new Launch(spec, inherited, stdout, stderr, Optional.of(path));
    }

    private Launch with(
            Optional<Path> workingDir,
            Map<String, String> env,
            OptionalInt umask,
            Optional<User> user) {
        return new Launch(
                new LaunchSpec(
                        spec.cmd(),
                        workingDir,
                        env,
                        umask,
                        user,
                        spec.limits(),
                        spec.stdin(),
                        spec.stdout(),
                        spec.stderr(),
                        spec.isolation()),
                inherited,
                stdout,
                stderr,
                keep);
    }

    private Launch with(Stdin stdin, Output out, Output err, Isolation isolation) {
        return new Launch(
                new LaunchSpec(
                        spec.cmd(),
                        spec.workingDir(),
                        spec.env(),
                        spec.umask(),
                        spec.user(),
                        spec.limits(),
                        stdin,
                        out,
                        err,
                        isolation),
                inherited,
                stdout,
                stderr,
                keep);
    }

    public LaunchRequest request(String name) {
        var environment = new HashMap<>(inherited);
        environment.putAll(spec.env());
        return new LaunchRequest(
                ProcessName.of(name), spec, environment, spec.limits(), stdout, stderr, true, keep);
    }
}
