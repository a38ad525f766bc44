package dev.taskmaster.server.supervisord;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.config.Problem;
import dev.taskmaster.config.SupervisordFile.Loaded;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.OutputListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.server.host.Host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A program that supervises what a supervisord.conf says, and ends when the supervisor does.
///
/// {@snippet :
/// var file = SupervisordFile.at(path);
/// var loaded = file.load();
/// var supervisor = Supervisor.create();
/// var daemon = new SupervisordDaemon(supervisor, file::load, loaded, log::say, "4.3.0");
/// daemon.start();
/// }
public final class SupervisordDaemon implements Host, AutoCloseable {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(3);

    private final Supervisor supervisor;
    private final Supplier<Loaded> file;
    private final DaemonLog log;
    private final ListenerPools pools;
    private final SupervisordGroups groups;
    private final Optional<Path> logfile;
    private final String version;
    private volatile boolean shuttingDown;
    private volatile boolean restartWanted;

    /// @param supervisor supervises what the file says, and nothing else
    /// @param file reads the file: [dev.taskmaster.config.SupervisordFile#load()]
    /// @param loaded what it says now
    /// @param log where the daemon says what it does besides supervising
    /// @param version the version of the program, as clients are told it
    public SupervisordDaemon(
            Supervisor supervisor,
            Supplier<Loaded> file,
            Loaded loaded,
            DaemonLog log,
            String version) {
        this(supervisor, file, loaded, log, version, supervisor::listen);
    }

    /// The same for a program that decides when the event listeners of the file are told what
    /// happens: after its log, for example.
    ///
    /// @param listen is given what is to listen to the supervisor
    public SupervisordDaemon(
            Supervisor supervisor,
            Supplier<Loaded> file,
            Loaded loaded,
            DaemonLog log,
            String version,
            Consumer<OutputListener> listen) {
        this.supervisor = Objects.requireNonNull(supervisor);
        this.file = Objects.requireNonNull(file);
        this.log = Objects.requireNonNull(log);
        this.version = Objects.requireNonNull(version);
        logfile = loaded.config().settings().logfile();
        pools = new ListenerPools(loaded.config().settings().identifier(), supervisor::write, log);
        groups = new SupervisordGroups(supervisor, file, loaded, pools);
        listen.accept(pools);
    }

    /// Supervises all groups of the file, and says so; goes on with what an earlier daemon has
    /// left, if it did not come to its end. Clients that take what it says for the moment from
    /// which they are served are right if the server is open by now.
    public void start() {
        announce();
        if (supervisor.specs().isEmpty()) {
            groups.start();
        } else {
            groups.goOn();
        }
    }

    private void announce() {
        var loaded = groups.loaded();
        loaded.warnings().forEach(warning -> log.say(LogLevel.WARN, warning.toString()));
        for (var server : loaded.config().servers()) {
            for (var rpc : loaded.config().rpcInterfaces()) {
                log.say(LogLevel.INFO, "RPC interface '" + rpc.namespace() + "' initialized");
            }
            if (server.credentials().isEmpty()) {
                log.say(
                        LogLevel.CRITICAL,
                        "Server '%s' running without any HTTP authentication checking"
                                .formatted(server.section()));
            }
        }
        log.say(LogLevel.INFO, "supervisord started with pid " + ProcessHandle.current().pid());
    }

    @Override
    public String identifier() {
        return groups.config().settings().identifier();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Optional<Path> log() {
        return logfile;
    }

    @Override
    public State state() {
        if (shuttingDown) {
            return State.SHUTDOWN;
        }
        return restartWanted || groups.isRestarting() ? State.RESTARTING : State.RUNNING;
    }

    @Override
    public Configuration check() {
        return file.get().configuration();
    }

    @Override
    public ReloadSummary reload() throws InterruptedException {
        return groups.update();
    }

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public void shutdown() {
        shuttingDown = true;
        supervisor.shutdown();
    }

    /// Does nothing but say so if anything is wrong with the file: what runs goes on. (supervisord
    /// stops everything first and then ends.)
    @Override
    public void restart() {
        restartWanted = true;
        Thread.ofPlatform().daemon().name("taskmaster-restart").start(this::stopAndStart);
    }

    private void stopAndStart() {
        try {
            var before = waitingFor();
            var restarted = groups.restart();
            before.ifPresent(message -> log.say(LogLevel.INFO, message));
            reportUntil(groups.stopped());
            restarted.thenRun(this::announce);
        } catch (ConfigException e) {
            log.say(LogLevel.ERROR, "not restarted, since the configuration has errors:");
            e.problems().stream()
                    .map(Problem::toString)
                    .forEach(problem -> log.say(LogLevel.ERROR, problem));
        } catch (IllegalStateException e) {
            log.say(LogLevel.WARN, "not restarted: " + e.getMessage());
        } finally {
            restartWanted = false;
        }
    }

    /// Says every three seconds what is still waited for, until that is over; returns at once.
    public void reportUntil(CompletableFuture<?> stopped) {
        Thread.ofPlatform()
                .daemon()
                .name("taskmaster-waiting")
                .start(
                        () -> {
                            while (!isDoneWithin(BETWEEN_REPORTS, stopped)) {
                                waitingFor().ifPresent(message -> log.say(LogLevel.INFO, message));
                            }
                        });
    }

    private static boolean isDoneWithin(Duration time, CompletableFuture<?> future) {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | InterruptedException e) {
            return true;
        }
    }

    private Optional<String> waitingFor() {
        var up =
                supervisor.status().stream()
                        .filter(status -> !status.state().isDown())
                        .map(status -> status.name().process())
                        .toList();
        return up.isEmpty()
                ? Optional.empty()
                : Optional.of("waiting for " + String.join(", ", up) + " to die");
    }

    @Override
    public void remoteEvent(String type, String data) {
        pools.remoteCommunication(type, data);
    }

    /// Tells event listeners nothing more that does not come from the supervisor.
    @Override
    public void close() {
        pools.close();
    }
}
