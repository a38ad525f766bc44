package dev.taskmaster.cli.daemon;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.OwnProcess;
import dev.taskmaster.Supervisor;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.LocalControl;
import dev.taskmaster.cli.control.RecentEvents;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.host.FileHost;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.supervisord.SupervisordDaemon;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A supervisor with a configuration file, the lock of its state folder, an event log, and a server
/// for its clients.
///
/// Any thread may call its methods.
public final class Daemon implements AutoCloseable {
    private static final int EVENTS_REMEMBERED = 1000;

    /// Longer than the usual start time, after which a process is RUNNING.
    private static final Duration CALM = Duration.ofMillis(1200);

    /// The first process of a PID namespace: the parent of all orphans in it.
    private static final int INIT = 1;

    private static final System.Logger LOG = System.getLogger(Daemon.class.getPackageName());

    private static final String STATELESS =
            "no folder can be written, so there is no lock against a second supervisor, no event"
                    + " log but the console's, no socket, and output that would go to the state"
                    + " folder goes where the supervisor's own goes; for more, mount a folder and"
                    + " name it with 'statedir' in the section 'taskmaster'";

    private final Setup setup;
    private final Optional<InstanceLock> lock;
    private final EventLogs logs;
    private final RecentEvents events = new RecentEvents(EVENTS_REMEMBERED);
    private final Map<Resource, Limit> limits;
    private final Supervisor supervisor;
    private final Reloader reloader;
    private final Control control;
    private final Host host;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    /// The exit code, once the end has begun.
    private final CompletableFuture<Integer> ending = new CompletableFuture<>();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Path> successor = new CompletableFuture<>();
    private Optional<Path> program = Optional.empty();
    private ControlServer server;
    private Optional<Pidfile> pidfile = Optional.empty();

    private Daemon(
            Setup setup,
            String version,
            Optional<InstanceLock> lock,
            EventLogs logs,
            Map<Resource, Limit> limits,
            EventListener listener,
            Reloader.Listener reloads) {
        this.setup = setup;
        this.lock = lock;
        this.logs = logs;
        this.limits = limits;
        var builder =
                Supervisor.builder()
                        .environment(Succession.environment())
                        .limits(limits)
                        .subreaper(isInit() || setup.daemon().subreaper())
                        .cgroups(setup.daemon().cgroups())
                        .endWithSupervisor(!setup.daemon().survive())
                        .listener(events)
                        .listener(listener);
        setup.daemon().stateDir().ifPresent(builder::stateDir);
        var log = new LogFirst(logs.listeners());
        this.supervisor = builder.listener(log).build();
        events.listen(0, new Leftovers(CALM, System::gc));
        setup.daemon()
                .exitOn()
                .map(on -> new EndWithProgram(on, supervisor::status, this::end))
                .ifPresent(supervisor::listen);
        this.host =
                setup.supervisord().isPresent()
                        ? supervisordHost(setup.supervisord().get(), version, log)
                        : FileHost.of(supervisor, setup.file(), setup.configuration(), version);
        this.reloader = new Reloader(host::reload, reloads);
        this.control =
                new LocalControl(supervisor, setup.file(), reloader, events, this::end, host.log());
    }

    private Host supervisordHost(Setup.Supervisord supervisord, String version, LogFirst log) {
        return new SupervisordDaemon(
                supervisor,
                supervisord.file()::load,
                supervisord.loaded(),
                logs::say,
                version,
                log::then);
    }

    /// {@return whether this process is the first of a container: what it leaves behind is killed,
    /// and nobody but itself reaps orphans}
    public static boolean isInit() {
        return ProcessHandle.current().pid() == INIT;
    }

    /// Has the JVM get ready for what a daemon takes of it: to be called early, on a thread beside
    /// that which reads the configuration. Without it, [#open] takes longer by as much.
    public static void prepare() {
        OwnProcess.prepare();
        ControlServer.prepare();
    }

    /// Takes the lock, listens for clients, and gets ready; nothing is started yet.
    ///
    /// @param setup the configuration
    /// @param version the version of the program
    /// @param console where events are shown too
    /// @param listener hears all events, too
    /// @param reloads is told what became of [#requestReload]
    /// @throws CannotRunException if another process supervises this configuration, the state
    ///   folder, the event log or a socket cannot be used, or a limit that is asked for is too much
    public static Daemon open(
            Setup setup,
            String version,
            Optional<PrintStream> console,
            EventListener listener,
            Reloader.Listener reloads) {
        var raised = MinimumLimits.of(setup).ensure();
        var lock = setup.daemon().stateDir().map(InstanceLock::take);
        if (lock.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, STATELESS);
        }
        try {
            var logs = EventLogs.open(setup, console);
            raised.forEach(message -> logs.say(LogLevel.INFO, message));
            var limits = OwnProcess.raiseOpenFiles();
            var daemon = withLogs(setup, version, lock, logs, limits, listener, reloads);
            daemon.listen();
            AutoLogSeed.keep(setup);
            return daemon;
        } catch (CannotRunException e) {
            lock.ifPresent(InstanceLock::close);
            throw e;
        }
    }

    private static Daemon withLogs(
            Setup setup,
            String version,
            Optional<InstanceLock> lock,
            EventLogs logs,
            Map<Resource, Limit> limits,
            EventListener listener,
            Reloader.Listener reloads) {
        try {
            return new Daemon(setup, version, lock, logs, limits, listener, reloads);
        } catch (LaunchException e) {
            // No descriptors are left for the launcher, for example.
            logs.close();
            throw new CannotRunException("cannot start programs: " + e.getMessage());
        }
    }

    /// Clients learn of all that happened, also of what was before they could connect.
    private Supervisor.Subscription tell(EventListener listener) {
        return events.listen(EVENTS_REMEMBERED, listener);
    }

    private void listen() {
        var shown = new DaemonHost(host, reloader, this::end, ending::isDone, this::upgrade);
        try {
            var builder = ControlServer.of(supervisor, shown).events(this::tell);
            for (var endpoint : Endpoints.of(setup)) {
                if (endpoint instanceof UnixSocket socket) {
                    Endpoints.makeFolder(socket.path());
                }
                builder.listen(endpoint);
            }
            server = builder.open();
            pidfile =
                    setup.supervisord()
                            .map(it -> it.loaded().config().settings().pidfile())
                            .map(Pidfile::write);
        } catch (IOException e) {
            leave();
            logs.close();
            throw new CannotRunException("cannot listen for clients: " + e.getMessage());
        }
    }

    /// Starts what is to be started; returns when that is under way.
    public void start() throws InterruptedException {
        try {
            if (host instanceof SupervisordDaemon supervisord) {
                supervisord.start();
            } else {
                await(supervisor.apply(setup.configuration()));
            }
            started.complete(null);
        } catch (CommandRejectedException e) {
            // It was told to end before it had begun.
        }
    }

    private static <T> T await(CompletableFuture<T> command) throws InterruptedException {
        try {
            return command.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandRejectedException rejected) {
                throw rejected;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// {@return what people can ask of it}
    public Control control() {
        return control;
    }

    /// What SIGHUP asks for; returns at once. Taskmaster's own files are read and applied; requests
    /// in quick succession become one. With a supervisord.conf everything is stopped and started
    /// anew. Before [#start] is done, it waits for that. Opens the event log anew too, so that it
    /// may be renamed before.
    public void requestReload() {
        logs.reopen();
        started.thenRun(this::reload);
    }

    private void reload() {
        if (setup.supervisord().isEmpty()) {
            reloader.request();
        } else if (!ending.isDone()) {
            host.restart();
        }
    }

    /// Opens the event log and those of all processes anew, so that they may be renamed before.
    public void reopenLogs() {
        logs.say(LogLevel.INFO, "supervisord logreopen");
        logs.reopen();
        supervisor
                .reopenLogs()
                .thenAccept(problems -> problems.forEach(it -> logs.say(LogLevel.ERROR, it)));
    }

    /// Says in supervisord's words, if those are spoken here, that a signal came.
    ///
    /// @param request what it asks for: `exit request`
    public void received(LogLevel level, String signal, String request) {
        logs.say(level, "received SIG%s indicating %s".formatted(signal, request));
    }

    /// What an earlier daemon has left goes on without this one, too.
    private void leave() {
        try {
            supervisor.detach().join();
        } catch (IllegalStateException e) {
            supervisor.close();
        }
    }

    /// Says that another version of the program can take over from this one.
    ///
    /// @param program where this one was started from
    public void mayBeUpgraded(Path program) {
        this.program = Optional.of(program);
    }

    /// What SIGUSR1 asks for; returns at once.
    public void requestUpgrade() {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                upgrade(Optional.empty());
                            } catch (IllegalStateException e) {
                                LOG.log(System.Logger.Level.WARNING, e.getMessage());
                            }
                        });
    }

    /// Begins to have another version of the program take over, if it can read the configuration.
    private void upgrade(Optional<Path> to) {
        var own =
                program.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "a supervisor with a shell cannot be replaced while it runs"));
        var next = to.orElse(own);
        Rehearsal.of(next, setup.file().path());
        if (ending.complete(0)) {
            successor.complete(next);
            supervisor.detach().whenComplete((_, _) -> ended.complete(null));
        }
    }

    /// {@return which program is to go on where this one has ended; empty if none is}
    public Optional<Path> successor() {
        return Optional.ofNullable(successor.getNow(null));
    }

    /// Begins to stop everything, unless that has begun already, and returns at once.
    public void end() {
        end(0);
    }

    /// @return whether that had not begun before
    private boolean end(int exitCode) {
        var begins = ending.complete(exitCode);
        if (begins) {
            stop();
        }
        return begins;
    }

    /// As [#end]; but if that has begun already, kills what is left.
    public void endOrKill() {
        if (!end(0)) {
            supervisor.shutdown();
        }
    }

    private void stop() {
        supervisor.shutdown().whenComplete((_, _) -> ended.complete(null));
        if (host instanceof SupervisordDaemon supervisord) {
            supervisord.reportUntil(ended);
        }
    }

    /// {@return is done when the end is about to begin; what depends on it sees what ran until
    /// then}
    public CompletableFuture<Void> ending() {
        return ending.thenAccept(_ -> {});
    }

    /// Waits until everything has stopped.
    ///
    /// @return the exit code: that of the program that the end was made to depend on, else 0
    public int awaitEnd() throws InterruptedException {
        try {
            ended.get();
            return ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Stops everything, waits for it, and gives the lock back. Clients see it to the end.
    @Override
    public void close() {
        try {
            end();
            ended.join();
            if (host instanceof SupervisordDaemon supervisord) {
                supervisord.close();
            }
            server.close();
            supervisor.close();
            logs.close();
        } finally {
            if (successor().isPresent()) {
                OwnProcess.lowerOpenFiles(limits);
            } else {
                pidfile.ifPresent(Pidfile::close);
                AutoLogSeed.drop(setup);
            }
            lock.ifPresent(InstanceLock::close);
        }
    }
}
