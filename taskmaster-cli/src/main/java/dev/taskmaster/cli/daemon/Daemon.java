package dev.taskmaster.cli.daemon;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.Supervisor;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.LocalControl;
import dev.taskmaster.cli.control.RecentEvents;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.host.FileHost;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.supervisord.SupervisordDaemon;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A supervisor with a configuration file, the lock of its state folder, an event log, and a server
/// for its clients.
///
/// Any thread may call its methods.
public final class Daemon implements AutoCloseable {
    private static final int EVENTS_REMEMBERED = 1000;

    private final Setup setup;
    private final InstanceLock lock;
    private final EventLogs logs;
    private final Supervisor supervisor;
    private final Reloader reloader;
    private final Control control;
    private final Host host;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private ControlServer server;
    private Optional<Pidfile> pidfile = Optional.empty();

    private Daemon(
            Setup setup,
            String version,
            InstanceLock lock,
            EventLogs logs,
            EventListener listener,
            Reloader.Listener reloads) {
        this.setup = setup;
        this.lock = lock;
        this.logs = logs;
        var events = new RecentEvents(EVENTS_REMEMBERED);
        var builder =
                Supervisor.builder()
                        .stateDir(setup.daemon().stateDir())
                        .listener(events)
                        .listener(listener);
        logs.listeners().forEach(builder::listener);
        this.supervisor = builder.build();
        this.host =
                setup.supervisord().isPresent()
                        ? supervisordHost(setup.supervisord().get(), version)
                        : FileHost.of(supervisor, setup.file(), setup.configuration(), version);
        this.reloader = new Reloader(host::reload, reloads);
        this.control =
                new LocalControl(supervisor, setup.file(), reloader, events, this::end, host.log());
    }

    private Host supervisordHost(Setup.Supervisord supervisord, String version) {
        return new SupervisordDaemon(
                supervisor, supervisord.file()::load, supervisord.loaded(), logs::say, version);
    }

    /// Takes the lock, listens for clients, and gets ready; nothing is started yet.
    ///
    /// @param setup the configuration
    /// @param version the version of the program
    /// @param console where events are shown too
    /// @param listener hears all events, too
    /// @param reloads is told what became of [#requestReload]
    /// @throws CannotRunException if another process supervises this configuration, or the state
    ///   folder, the event log or a socket cannot be used
    public static Daemon open(
            Setup setup,
            String version,
            Optional<PrintStream> console,
            EventListener listener,
            Reloader.Listener reloads) {
        var lock = InstanceLock.take(setup.daemon().stateDir());
        try {
            var logs = EventLogs.open(setup, console);
            var daemon = withLogs(setup, version, lock, logs, listener, reloads);
            daemon.listen();
            AutoLogSeed.keep(setup);
            return daemon;
        } catch (CannotRunException e) {
            lock.close();
            throw e;
        }
    }

    private static Daemon withLogs(
            Setup setup,
            String version,
            InstanceLock lock,
            EventLogs logs,
            EventListener listener,
            Reloader.Listener reloads) {
        try {
            return new Daemon(setup, version, lock, logs, listener, reloads);
        } catch (LaunchException e) {
            // No descriptors are left for the launcher, for example.
            logs.close();
            throw new CannotRunException("cannot start programs: " + e.getMessage());
        }
    }

    private void listen() {
        var shown = new DaemonHost(host, reloader, this::end, ending::isDone);
        try {
            var builder = ControlServer.of(supervisor, shown);
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
            supervisor.close();
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

    /// Opens the event log anew, so that it may be renamed before.
    public void reopenLogs() {
        logs.reopen();
    }

    /// Begins to stop everything, unless that has begun already, and returns at once.
    public void end() {
        if (ending.complete(null)) {
            stop();
        }
    }

    /// As [#end]; but if that has begun already, kills what is left.
    public void endOrKill() {
        if (ending.complete(null)) {
            stop();
        } else {
            supervisor.shutdown();
        }
    }

    private void stop() {
        supervisor.shutdown().whenComplete((_, _) -> ended.complete(null));
    }

    /// {@return is done when the end is about to begin; what depends on it sees what ran until
    /// then}
    public CompletableFuture<Void> ending() {
        return ending.copy();
    }

    /// Waits until everything has stopped.
    public void awaitEnd() throws InterruptedException {
        try {
            ended.get();
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
            pidfile.ifPresent(Pidfile::close);
            AutoLogSeed.drop(setup);
            lock.close();
        }
    }
}
