package dev.taskmaster;

import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.config.DaemonSettings;
import dev.taskmaster.config.Problem;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.jdk.JdkLauncher;
import dev.taskmaster.internal.loop.Answer;
import dev.taskmaster.internal.loop.Clock;
import dev.taskmaster.internal.loop.Listeners;
import dev.taskmaster.internal.loop.Loop;
import dev.taskmaster.internal.loop.Survival;
import dev.taskmaster.internal.posix.PosixLauncher;
import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/// Starts programs, keeps them alive, and always knows whether each is.
///
/// {@snippet :
/// try (var supervisor = Supervisor.create()) {
///     supervisor.start(ProgramSpec.named("web").cmd("python3", "-m", "http.server").build()).join();
///     System.out.println(supervisor.status());
/// }
/// }
///
/// All methods may be called by any thread. Those that return a future return at once; the future
/// is done when the command is: a started process is RUNNING then or will not be, a stopped one is
/// gone. What became of each process is told by an [Outcome]; the future fails with a
/// [CommandRejectedException] only if the command as a whole is refused, because the supervisor is
/// shutting down.
///
/// Processes are named `process`, or `group:process` where the group has another name. Wherever
/// names are taken, `group:*` stands for all of a group and `all` for all there are.
///
/// A supervisor keeps the JVM alive until it is closed, and closing it leaves no process running,
/// but for what the system does not let it kill.
public final class Supervisor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getPackageName());

    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Loop loop;
    private final ProcessLauncher launcher;
    private final Listeners listeners;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<DaemonSettings> daemon = new AtomicReference<>();

    private Supervisor(Loop loop, ProcessLauncher launcher, Listeners listeners) {
        this.loop = loop;
        this.launcher = launcher;
        this.listeners = listeners;
    }

    /// {@return a supervisor with every option at its default}
    public static Supervisor create() {
        return builder().build();
    }

    /// {@return a builder for a supervisor with options}
    public static Builder builder() {
        return new Builder();
    }

    /// Supervises one more program and starts it, whether or not it is to be started automatically.
    ///
    /// The future fails with a [CommandRejectedException] if there is a process of one of its names
    /// already.
    public CompletableFuture<List<Outcome>> start(ProgramSpec program) {
        Objects.requireNonNull(program);
        return outcomes(ticket -> new Command.Add(ticket, program));
    }

    /// Starts processes that are down.
    public CompletableFuture<List<Outcome>> start(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Start(ticket, which, true));
    }

    /// As [#start(String...)], but done as soon as the processes live, RUNNING or not yet.
    public CompletableFuture<List<Outcome>> beginStart(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Start(ticket, which, false));
    }

    /// Stops processes, and keeps them down until they are started again.
    public CompletableFuture<List<Outcome>> stop(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Stop(ticket, which, true));
    }

    /// As [#stop], but done as soon as the processes are asked to end.
    public CompletableFuture<List<Outcome>> beginStop(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Stop(ticket, which, false));
    }

    /// Stops processes and starts them again; starts those that are down.
    public CompletableFuture<List<Outcome>> restart(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Restart(ticket, which));
    }

    /// Stops processes and supervises them no more.
    public CompletableFuture<List<Outcome>> remove(String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Remove(ticket, which));
    }

    /// Sends a signal to processes, to each alone and not to its group. If one ends of it, that is
    /// an end like any other: it may be restarted.
    public CompletableFuture<List<Outcome>> signal(Signal signal, String... names) {
        var which = List.of(names);
        return outcomes(ticket -> new Command.Send(ticket, signal, which));
    }

    /// Writes to the stdin of a process, if that is [dev.taskmaster.spec.Stdin.Pipe].
    public CompletableFuture<List<Outcome>> write(String name, byte[] bytes) {
        var copy = bytes.clone();
        return outcomes(ticket -> new Command.Write(ticket, name, copy));
    }

    /// Supervises exactly these programs from now on: starts what is new, stops what is gone,
    /// replaces what is launched otherwise, and leaves everything else alone. The future is done
    /// when the changes are under way, not when all is up.
    ///
    /// @throws dev.taskmaster.spec.InvalidSpecException if two processes have the same name, or a
    ///   program depends on one that there is not, or on itself in a circle
    public CompletableFuture<ReloadSummary> apply(Collection<ProgramSpec> programs) {
        return apply(programs, List.of());
    }

    private CompletableFuture<ReloadSummary> apply(
            Collection<ProgramSpec> programs, List<String> needsRestart) {
        var wanted = List.copyOf(programs);
        ProgramSpec.checkTogether(wanted);
        return order(
                        ticket -> new Command.Apply(ticket, wanted, needsRestart),
                        Answer.Applied.class)
                .thenApply(Answer.Applied::summary);
    }

    /// Supervises exactly the programs of a configuration from now on, see [#apply(Collection)].
    /// Makes the folder for logs without a place of their own, for this user alone. How the daemon
    /// is to run is taken from the first configuration; what later ones want otherwise is told as
    /// [ReloadSummary#needsRestart].
    public CompletableFuture<ReloadSummary> apply(Configuration configuration) {
        daemon.compareAndSet(null, configuration.daemon());
        var running = daemon.get();
        running.logDir().ifPresent(Supervisor::makeFolder);
        return apply(configuration.programs(), running.differences(configuration.daemon()));
    }

    private static void makeFolder(Path logDir) {
        try {
            Files.createDirectories(logDir, FOR_OWNER);
        } catch (IOException e) {
            // Whoever logs there cannot be started, and its status says why.
            LOG.log(Level.WARNING, "cannot make {0}: {1}", logDir, e);
        }
    }

    /// Reads the file and applies what it says, see [#apply(Configuration)]. If anything is wrong
    /// with it, nothing changes, and the listeners are told.
    ///
    /// @throws ConfigException if anything is wrong with it
    public CompletableFuture<ReloadSummary> reload(ConfigFile file) {
        try {
            var running = daemon.get();
            return apply(running == null ? file.load() : file.load(running));
        } catch (ConfigException e) {
            var problems = e.problems().stream().map(Problem::toString).toList();
            loop.announce(new SupervisorEvent.ReloadRefused(Instant.now(), problems));
            throw e;
        }
    }

    /// {@return the state of every process at this moment, by group and name; waits for nobody}
    public List<ProcessStatus> status() {
        return loop.board().all();
    }

    /// {@return the state of one process at this moment, or empty if there is none of that name}
    ///
    /// @param name `group:process`, or `process` if no other group has one of that name
    public Optional<ProcessStatus> status(String name) {
        return loop.board().find(name);
    }

    /// {@return the state of one process at this moment, or empty if there is none of that name}
    public Optional<ProcessStatus> status(ProcessName name) {
        return loop.board().find(name);
    }

    /// {@return what descends from a process at this moment, wherever it is, in any order; nobody
    /// if the process does not run or the launcher cannot tell}
    ///
    /// @param process as [#status] tells of it
    public List<Descendant> descendants(ProcessStatus process) {
        return process.pid() == 0 ? List.of() : launcher.descendants(process.pid());
    }

    /// {@return what is wanted of every process at this moment, by group and name; waits for
    /// nobody}
    public List<ProcessSpec> specs() {
        return loop.board().specs();
    }

    /// Has a listener told of everything from now on.
    ///
    /// @return ends that
    public Subscription listen(EventListener listener) {
        return listeners.add(Objects.requireNonNull(listener))::run;
    }

    /// Opens all log files that this supervisor writes for its processes anew, after others renamed
    /// them: what `SIGUSR2` is for. Where that fails, the old file stays in use. A process that
    /// holds its log open itself ([dev.taskmaster.spec.Output.Append]) is left alone.
    ///
    /// @return what went wrong, one line for each file
    public CompletableFuture<List<String>> reopenLogs() {
        return loop.reopenLogs();
    }

    /// Stops all processes, in reverse start order and side by side where that allows it, and ends.
    /// Called again before that is done, it kills what is left.
    ///
    /// @return done when everything is down and all of the supervisor's threads have ended
    public CompletableFuture<Void> shutdown() {
        ending.set(true);
        loop.order(Command.Shutdown::new);
        return loop.ended().copy();
    }

    /// Ends without stopping anything: what runs goes on, and the next supervisor with the same
    /// state folder takes it up, as it would after a crash.
    ///
    /// @return done when all of the supervisor's threads have ended
    /// @throws IllegalStateException if it has no state folder
    public CompletableFuture<Void> detach() {
        loop.detach();
        ending.set(true);
        return loop.ended().copy();
    }

    /// Shuts down, unless that has begun already, and waits until that is done. However often it is
    /// called, it kills nobody before his time: see [#shutdown] for that.
    @Override
    public void close() {
        if (ending.compareAndSet(false, true)) {
            loop.order(Command.Shutdown::new);
        }
        loop.ended().join();
    }

    private CompletableFuture<List<Outcome>> outcomes(LongFunction<Command> command) {
        return order(command, Answer.Outcomes.class).thenApply(Answer.Outcomes::outcomes);
    }

    private <T extends Answer> CompletableFuture<T> order(
            LongFunction<Command> command, Class<T> expected) {
        return loop.order(command)
                .thenApply(
                        answer -> {
                            if (answer instanceof Answer.Refused(var reason)) {
                                throw new CommandRejectedException(reason);
                            }
                            return expected.cast(answer);
                        });
    }

    /// Ends a listening.
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// Puts a supervisor together. Not safe for use by several threads at once.
    public static final class Builder {
        private final List<EventListener> listeners = new ArrayList<>();
        private Map<String, String> environment = System.getenv();
        private Map<Resource, Limit> limits = Map.of();
        private ProcessLauncher launcher;
        private final Set<PosixLauncher.Option> options = new HashSet<>();
        private Optional<Path> stateDir = Optional.empty();

        private Builder() {}

        /// What starts the processes. Default: one that is offered as a service, else the launcher
        /// for Linux where native access is allowed, else the portable one.
        public Builder launcher(ProcessLauncher launcher) {
            this.launcher = Objects.requireNonNull(launcher);
            return this;
        }

        /// One more listener, told of everything from the beginning on.
        public Builder listener(EventListener listener) {
            listeners.add(Objects.requireNonNull(listener));
            return this;
        }

        /// What every process inherits. Default: the environment of the JVM.
        public Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        /// What every process is limited to, where its own specification says nothing else.
        /// Default: the limits of the JVM. Done without where the launcher cannot.
        public Builder limits(Map<Resource, Limit> limits) {
            this.limits = Map.copyOf(limits);
            return this;
        }

        /// Whether this process becomes the parent of all its descendants that lose theirs, which
        /// it then reaps (`man 2 PR_SET_CHILD_SUBREAPER`). So a supervised program's descendants
        /// are found and ended with it, wherever they went; and where this process is the first of
        /// a container, no zombies are left. Other children of this JVM are left to whoever waits
        /// for them within two seconds of their death. Default: false. Needs the launcher for
        /// Linux, and is to be asked of one supervisor in a JVM only.
        public Builder subreaper(boolean subreaper) {
            return option(PosixLauncher.Option.SUBREAPER, subreaper);
        }

        /// Whether each process gets a cgroup of its own, below this process's (`man 7 cgroups`,
        /// version 2). Whatever descends from it is found and ended with it then, also what has
        /// hidden its descent. Where no cgroups can be made that is said, and done without.
        /// Default: false, as a shell has to enter the cgroup before it becomes the program. Needs
        /// the launcher for Linux.
        public Builder cgroups(boolean cgroups) {
            return option(PosixLauncher.Option.CGROUPS, cgroups);
        }

        /// Whether the kernel kills all processes when this JVM dies without having stopped them
        /// (`man 2 PR_SET_PDEATHSIG`); not what they have started themselves. Default: false, they
        /// go on. Needs the launcher for Linux, and excludes [#stateDir].
        public Builder endWithSupervisor(boolean ends) {
            return option(PosixLauncher.Option.ENDS_WITH_PARENT, ends);
        }

        private Builder option(PosixLauncher.Option option, boolean wanted) {
            if (wanted) {
                options.add(option);
            } else {
                options.remove(option);
            }
            return this;
        }

        /// Where it writes down what it does, so that its processes outlive it: if it dies, they go
        /// on, and the next supervisor with this folder takes them up as if it had been there all
        /// the time. Default: none, and a supervisor that dies leaves its processes to themselves.
        ///
        /// One supervisor may use the folder at a time. It is made, for this user alone, if there
        /// is none. It should be on a disk of this machine. A launcher without
        /// [dev.taskmaster.launch.Capability#ADOPT] makes no use of it.
        public Builder stateDir(Path stateDir) {
            this.stateDir = Optional.of(stateDir);
            return this;
        }

        /// {@return a supervisor that is up; it has nothing to supervise yet, but for what an
        /// earlier one has left in its state folder}
        ///
        /// @throws UncheckedIOException if the state folder cannot be used
        public Supervisor build() {
            var chosen = chosenLauncher();
            var survival = survival(chosen);
            var hearing = new Listeners();
            listeners.forEach(hearing::add);
            var loop = new Loop(chosen, environment, limits, hearing, Clock.system(), survival);
            loop.start();
            loop.announce(
                    new SupervisorEvent.SupervisorStarted(
                            Instant.now(), ProcessHandle.current().pid()));
            return new Supervisor(loop, chosen, hearing);
        }

        private Optional<Survival> survival(ProcessLauncher chosen) {
            if (stateDir.isEmpty() || options.contains(PosixLauncher.Option.ENDS_WITH_PARENT)) {
                return Optional.empty();
            }
            if (!chosen.capabilities().contains(Capability.ADOPT)) {
                LOG.log(
                        Level.WARNING,
                        "the {0} launcher cannot take up processes: they will not outlive a crash of"
                                + " the supervisor",
                        chosen.name());
                return Optional.empty();
            }
            try {
                return Optional.of(Survival.in(stateDir.get(), chosen));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot use the state folder " + stateDir.get(), e);
            }
        }

        private ProcessLauncher chosenLauncher() {
            if (launcher != null) {
                return launcher;
            }
            return ServiceLoader.load(ProcessLauncher.class)
                    .findFirst()
                    .orElseGet(
                            () ->
                                    PosixLauncher.isAvailable()
                                            ? new PosixLauncher(options)
                                            : new JdkLauncher());
        }
    }
}
