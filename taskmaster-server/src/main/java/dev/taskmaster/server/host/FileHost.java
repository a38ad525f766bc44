package dev.taskmaster.server.host;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.event.ReloadSummary;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// A program that supervises what a configuration file says, and ends when the supervisor does.
public final class FileHost implements Host {
    private static final System.Logger LOG = System.getLogger("dev.taskmaster.server");

    private final Supervisor supervisor;
    private final Supplier<Configuration> loader;
    private final ConfigFile file;
    private final ProgramGroups groups;
    private final Optional<Path> log;
    private final String version;
    private volatile State state = State.RUNNING;

    private FileHost(
            Supervisor supervisor, ConfigFile file, Configuration configuration, String version) {
        this.supervisor = Objects.requireNonNull(supervisor);
        this.file = Objects.requireNonNull(file);
        this.loader = () -> file.load(configuration.daemon());
        this.groups = new ProgramGroups(supervisor, loader, configuration.programs());
        this.log = configuration.daemon().logfile();
        this.version = Objects.requireNonNull(version);
    }

    /// A program with a configuration of Taskmaster's own.
    ///
    /// @param supervisor what supervises
    /// @param file where the configuration is
    /// @param configuration what it said when the program began
    /// @param version the version of the program
    public static FileHost of(
            Supervisor supervisor, ConfigFile file, Configuration configuration, String version) {
        return new FileHost(supervisor, file, configuration, version);
    }

    @Override
    public String identifier() {
        return "supervisor";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Optional<Path> log() {
        return log;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Configuration check() {
        return loader.get();
    }

    @Override
    public ReloadSummary reload() throws InterruptedException {
        var summary = await(supervisor.reload(file));
        groups.reloaded();
        return summary;
    }

    @Override
    public Groups groups() {
        return groups;
    }

    @Override
    public void shutdown() {
        state = State.SHUTDOWN;
        supervisor.shutdown();
    }

    /// Does nothing but log it if anything is wrong with the file: what runs goes on. (supervisord
    /// stops everything first and then ends.)
    @Override
    public void restart() {
        state = State.RESTARTING;
        Thread.ofPlatform().daemon().name("taskmaster-restart").start(this::stopAndStart);
    }

    private void stopAndStart() {
        try {
            var configuration = loader.get();
            await(supervisor.remove("all"));
            await(supervisor.apply(configuration));
            groups.reloaded();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot restart: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = state == State.RESTARTING ? State.RUNNING : state;
        }
    }

    private static <T> T await(CompletableFuture<T> command) throws InterruptedException {
        try {
            return command.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }
}
