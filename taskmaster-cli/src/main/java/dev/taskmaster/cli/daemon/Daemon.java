package dev.taskmaster.cli.daemon;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.Supervisor;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.LocalControl;
import dev.taskmaster.cli.control.RecentEvents;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.config.DaemonSettings;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.log.EventLog;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A supervisor with a configuration file, the lock of its state folder and an event log.
///
/// Any thread may call its methods.
public final class Daemon implements AutoCloseable {
    private static final int EVENTS_REMEMBERED = 1000;

    private final InstanceLock lock;
    private final EventLogs logs;
    private final Supervisor supervisor;
    private final Reloader reloader;
    private final Control control;
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Daemon(
            InstanceLock lock,
            EventLogs logs,
            Supervisor supervisor,
            ConfigFile file,
            RecentEvents events,
            Reloader.Listener reloads) {
        this.lock = lock;
        this.logs = logs;
        this.supervisor = supervisor;
        this.reloader = new Reloader(() -> reload(supervisor, file), reloads);
        this.control = new LocalControl(supervisor, file, reloader, events);
    }

    /// Takes the lock and gets ready; nothing is started yet.
    ///
    /// @param file where the configuration was read
    /// @param settings what it says about the supervisor itself
    /// @param listener hears all events, beside the event log
    /// @param reloads is told what became of [#requestReload]
    /// @throws CannotRunException if another process supervises this configuration, or the state
    ///   folder or the event log cannot be used
    public static Daemon open(
            ConfigFile file,
            DaemonSettings settings,
            EventListener listener,
            Reloader.Listener reloads) {
        var lock = InstanceLock.take(settings.stateDir());
        try {
            var logs = EventLogs.open(settings);
            var events = new RecentEvents(EVENTS_REMEMBERED);
            var builder = Supervisor.builder().listener(events).listener(listener);
            logs.logs().forEach(builder::listener);
            return new Daemon(lock, logs, builder.build(), file, events, reloads);
        } catch (CannotRunException e) {
            lock.close();
            throw e;
        }
    }

    /// A listener that writes events to a stream, in the format of the event log.
    public static EventListener writer(DaemonSettings settings, PrintStream stream) {
        return EventLog.toStream(stream, EventLogs.format(settings));
    }

    /// Starts what is to be started; returns when that is under way.
    public void start(Configuration configuration) throws InterruptedException {
        try {
            await(supervisor.apply(configuration));
        } catch (CommandRejectedException e) {
            // It was told to end before it had begun.
        }
    }

    private static ReloadSummary reload(Supervisor supervisor, ConfigFile file)
            throws InterruptedException {
        return await(supervisor.reload(file));
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

    /// Asks for a reload and returns at once; requests in quick succession become one. Opens the
    /// event log anew too, so that it may be renamed before.
    public void requestReload() {
        logs.reopen();
        reloader.request();
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

    /// Stops everything, waits for it, and gives the lock back.
    @Override
    public void close() {
        try {
            end();
            ended.join();
            supervisor.close();
            logs.close();
        } finally {
            lock.close();
        }
    }
}
