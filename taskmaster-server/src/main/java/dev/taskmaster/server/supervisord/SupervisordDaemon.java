package dev.taskmaster.server.supervisord;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.config.Problem;
import dev.taskmaster.config.SupervisordFile.Loaded;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.server.host.Host;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
        this.supervisor = Objects.requireNonNull(supervisor);
        this.file = Objects.requireNonNull(file);
        this.log = Objects.requireNonNull(log);
        this.version = Objects.requireNonNull(version);
        logfile = loaded.config().settings().logfile();
        pools = new ListenerPools(loaded.config().settings().identifier(), supervisor::write, log);
        groups = new SupervisordGroups(supervisor, file, loaded, pools);
        supervisor.listen(pools);
    }

    /// Supervises all groups of the file; goes on with what an earlier daemon has left, if it did
    /// not come to its end.
    public void start() {
        if (supervisor.specs().isEmpty()) {
            groups.start();
        } else {
            groups.goOn();
        }
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
        var up =
                supervisor.status().stream()
                        .filter(status -> !status.state().isDown())
                        .map(status -> status.name().process())
                        .collect(Collectors.joining(", "));
        try {
            var restarted = groups.restart();
            if (!up.isEmpty()) {
                log.say(LogLevel.INFO, "waiting for " + up + " to die");
            }
            restarted.thenRun(
                    () ->
                            log.say(
                                    LogLevel.INFO,
                                    "supervisord started with pid "
                                            + ProcessHandle.current().pid()));
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
