package dev.taskmaster.internal.loop;

import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Effect;
import dev.taskmaster.internal.output.LateSink;
import dev.taskmaster.internal.output.OutputSinks;
import dev.taskmaster.internal.output.SyslogCopy;
import dev.taskmaster.internal.output.TappedSink;
import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Prepares launches, one after another, and away from the loop where a log is to be opened, which
/// may have to wait for a disk. One that waits for long does not hold up the others.
final class Launches implements AutoCloseable {
    private final ProcessLauncher launcher;
    private final OutputSinks sinks = new OutputSinks();
    private final Map<String, String> environment;
    private final Map<Resource, Limit> limits;
    private final Clock clock;
    private final Consumer<Message> loop;
    private final Relay threads =
            new Relay(Thread.ofPlatform().daemon().name("taskmaster-launches").factory());

    /// How a log is opened.
    @FunctionalInterface
    private interface Logs {
        OutputSink open(Path file, Rotation rotation, OutputSinks.Observer observer)
                throws IOException;
    }

    Launches(
            ProcessLauncher launcher,
            Map<String, String> environment,
            Map<Resource, Limit> limits,
            Clock clock,
            Consumer<Message> loop) {
        this.launcher = launcher;
        this.environment = Map.copyOf(environment);
        this.limits = Map.copyOf(limits);
        this.clock = clock;
        this.loop = loop;
    }

    /// @param keep what the launch is kept by; empty if it is not
    void launch(int id, ProcessSpec spec, Optional<Path> keep) {
        Runnable launch =
                () -> {
                    try {
                        prepareAndLaunch(id, spec, keep);
                    } catch (IOException e) {
                        loop.accept(new Message.Failed(id, e.getMessage()));
                    } catch (RuntimeException | Error e) {
                        loop.accept(new Message.Failed(id, launcher.name() + " launcher: " + e));
                    }
                };
        // What opens no log waits for nothing; but it does not overtake what was to start before.
        if (!hasSink(spec.launch().stdout())
                && !hasSink(spec.launch().stderr())
                && threads.isIdle()) {
            launch.run();
        } else {
            threads.execute(launch);
        }
    }

    private static boolean hasSink(Output output) {
        return switch (output) {
            case Output.Rotated _, Output.Tapped _ -> true;
            case Output.Append _, Output.Discard _, Output.Inherit _, Output.ToStdout _ -> false;
        };
    }

    /// Says of files that several processes are about to write there, ahead of their launches.
    void expectSeveral(Set<Path> files) {
        sinks.expectSeveral(files);
    }

    /// Takes up what an earlier supervisor has left.
    ///
    /// @param keep what it was kept by
    /// @param trace what finds it; empty if it has to be looked for
    void adopt(int id, ProcessSpec spec, Path keep, String trace) {
        threads.execute(
                () -> {
                    var request = adoption(id, spec, keep);
                    try {
                        launcher.adopt(
                                request,
                                trace,
                                observer(
                                        id,
                                        request,
                                        process -> new Message.Adopted(id, process),
                                        _ -> new Message.NotSpawned(id)));
                    } catch (RuntimeException | Error e) {
                        closeSinks(request);
                        loop.accept(
                                new Message.Gone(
                                        id,
                                        new ExitStatus.Unknown(),
                                        launcher.name() + " launcher: " + e));
                    }
                });
    }

    private LaunchRequest adoption(int id, ProcessSpec spec, Path keep) {
        var launch = spec.launch();
        Logs logs =
                (path, rotation, observer) ->
                        new LateSink(() -> sinks.open(path, rotation, observer), observer);
        try {
            return new LaunchRequest(
                    spec.name(),
                    able(launch),
                    Map.of(),
                    Map.of(),
                    sink(id, launch.stdout(), Channel.STDOUT, spec, logs),
                    sink(id, launch.stderr(), Channel.STDERR, spec, logs),
                    spec.stop().killTree(),
                    Optional.of(keep));
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is opened yet", e);
        }
    }

    /// An earlier supervisor never came so far as to launch it.
    void missing(int id) {
        loop.accept(new Message.NotSpawned(id));
    }

    private void prepareAndLaunch(int id, ProcessSpec spec, Optional<Path> keep)
            throws IOException {
        var missing = missingCapability(spec);
        if (missing.isPresent()) {
            loop.accept(
                    new Message.Failed(
                            id, "the " + launcher.name() + " launcher cannot " + missing.get()));
            return;
        }
        var launch = spec.launch();
        var whole = new HashMap<>(environment);
        whole.putAll(launch.env());
        var wholeLimits = new HashMap<>(limits);
        wholeLimits.putAll(launch.limits());
        var stdout = sink(id, launch.stdout(), Channel.STDOUT, spec, sinks::open);
        OutputSink stderr;
        try {
            stderr = sink(id, launch.stderr(), Channel.STDERR, spec, sinks::open);
        } catch (IOException | RuntimeException | Error e) {
            stdout.close();
            throw e;
        }
        var request =
                new LaunchRequest(
                        spec.name(),
                        able(launch),
                        whole,
                        wholeLimits,
                        stdout,
                        stderr,
                        spec.stop().killTree(),
                        keep);
        try {
            launcher.launch(
                    request,
                    observer(
                            id,
                            request,
                            process -> new Message.Started(id, process),
                            reason -> new Message.Failed(id, reason)));
        } catch (RuntimeException | Error e) {
            closeSinks(request);
            throw e;
        }
    }

    /// What is only a default is done as far as the launcher can; what was asked for is done or
    /// refused.
    private Optional<String> missingCapability(ProcessSpec spec) {
        var able = launcher.capabilities();
        if (spec.launch().umask().isPresent() && !able.contains(Capability.UMASK)) {
            return Optional.of("set a umask");
        }
        if (spec.launch().user().isPresent() && !able.contains(Capability.USER)) {
            return Optional.of("run a process as another user");
        }
        if (!spec.launch().limits().isEmpty() && !able.contains(Capability.LIMITS)) {
            return Optional.of("run a process with limits of its own");
        }
        if (spec.launch().stdin() instanceof Stdin.Socket(var socket)
                && !able.contains(Capability.LISTEN)) {
            return Optional.of(
                    "hand a program the listening socket " + socket.url() + " (fcgi-program)");
        }
        if (spec.stop().stopAsGroup() && !able.contains(Capability.GROUP_SIGNAL)) {
            return Optional.of("send a signal to a process group (stopasgroup)");
        }
        return Optional.empty();
    }

    /// A session or group of its own is a default, so it is done without where it cannot be had.
    private LaunchSpec able(LaunchSpec launch) {
        var needed =
                switch (launch.isolation()) {
                    case SESSION -> Optional.of(Capability.SESSION);
                    case GROUP -> Optional.of(Capability.GROUP);
                    case NONE -> Optional.<Capability>empty();
                };
        return needed.isEmpty() || launcher.capabilities().contains(needed.get())
                ? launch
                : launch.withIsolation(Isolation.NONE);
    }

    /// Says that a process is down and is not about to be started again.
    void retire(ProcessName name) {
        launcher.retire(name);
    }

    /// {@return whom the launcher can send a signal to that is to reach so far; empty for nobody}
    Optional<Target> target(Effect.Reach reach) {
        var able = launcher.capabilities();
        return switch (reach) {
            case PROCESS -> Optional.of(Target.PROCESS);
            case GROUP ->
                    able.contains(Capability.GROUP_SIGNAL)
                            ? Optional.of(Target.GROUP)
                            : Optional.empty();
            case TREE ->
                    able.contains(Capability.TREE_SIGNAL)
                            ? Optional.of(Target.TREE)
                            : target(Effect.Reach.GROUP);
        };
    }

    /// Opens all logs anew, behind the launches before it.
    ///
    /// @return what went wrong; nothing once this is closed, as no log is open then
    CompletableFuture<List<String>> reopenLogs() {
        try {
            return CompletableFuture.supplyAsync(sinks::reopen, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    /// Applies other limits to a log file if it is open. Behind the launches before it, which open
    /// it with the limits of their time.
    void limit(Path file, Rotation rotation) {
        threads.execute(() -> sinks.configure(file, rotation));
    }

    private OutputSink sink(int id, Output output, Channel channel, ProcessSpec spec, Logs logs)
            throws IOException {
        return switch (output) {
            case Output.Rotated(var path, var rotation) ->
                    logs.open(path, rotation, observer(spec, path));
            case Output.Tapped(var to, var tap) ->
                    new TappedSink(
                            sink(id, to, channel, spec, logs),
                            tap,
                            new SyslogCopy(spec.name().process()),
                            (bytes, captured) ->
                                    loop.accept(
                                            new Message.Wrote(
                                                    id, spec.name(), channel, bytes, captured)));
            case Output.Append _, Output.Discard _, Output.Inherit _, Output.ToStdout _ ->
                    OutputSink.NONE;
        };
    }

    private OutputSinks.Observer observer(ProcessSpec spec, Path file) {
        return new OutputSinks.Observer() {
            @Override
            public void held(String reason) {
                var at = clock.now().wall();
                loop.accept(
                        new Message.Happened(
                                new SupervisorEvent.OutputHeld(at, spec.name(), file, reason)));
            }

            @Override
            public void resumed() {
                var at = clock.now().wall();
                loop.accept(
                        new Message.Happened(
                                new SupervisorEvent.OutputResumed(at, spec.name(), file)));
            }
        };
    }

    /// @param started what the loop is told when the process lives
    /// @param failed what it is told when there is none, and why
    private LaunchObserver observer(
            int id,
            LaunchRequest request,
            Function<RunningProcess, Message> started,
            Function<String, Message> failed) {
        return new LaunchObserver() {
            @Override
            public void started(RunningProcess process) {
                loop.accept(started.apply(process));
            }

            @Override
            public void left(RunningProcess remains) {
                loop.accept(new Message.Left(id, remains));
            }

            @Override
            public void failed(String reason) {
                closeSinks(request);
                loop.accept(failed.apply(reason));
            }

            @Override
            public void exited(ExitStatus status) {
                exited(status, "");
            }

            @Override
            public void exited(ExitStatus status, String reason) {
                loop.accept(new Message.Gone(id, status, reason));
            }
        };
    }

    /// The launcher closes the sinks of what it has started, and only those.
    private static void closeSinks(LaunchRequest request) {
        request.stdout().close();
        request.stderr().close();
    }

    @Override
    public void close() {
        threads.close();
        launcher.close();
    }
}
