package dev.taskmaster.cli.control;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.log.LogFile;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Controls a supervisor in this process.
public final class LocalControl implements Control {
    private static final String[] NO_NAMES = {};

    private final Supervisor supervisor;
    private final ConfigFile file;
    private final Reload reload;
    private final RecentEvents events;
    private final Runnable end;
    private final Optional<Path> log;

    /// @param supervisor what is controlled
    /// @param file its configuration
    /// @param reload reloads it
    /// @param events hears all its events
    /// @param end begins to stop everything
    /// @param log its own log
    public LocalControl(
            Supervisor supervisor,
            ConfigFile file,
            Reload reload,
            RecentEvents events,
            Runnable end,
            Optional<Path> log) {
        this.supervisor = supervisor;
        this.file = file;
        this.reload = reload;
        this.events = events;
        this.end = end;
        this.log = log;
    }

    /// Reloads the configuration, one at a time.
    @FunctionalInterface
    public interface Reload {
        ReloadSummary now() throws InterruptedException;
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public List<ProcessStatus> status() {
        return supervisor.status();
    }

    @Override
    public List<Descendant> descendants(ProcessStatus process) {
        return supervisor.descendants(process);
    }

    @Override
    public List<Outcome> start(List<String> names) throws InterruptedException {
        return await(supervisor.start(names.toArray(NO_NAMES)));
    }

    @Override
    public List<Outcome> beginStart(List<String> names) throws InterruptedException {
        return await(supervisor.beginStart(names.toArray(NO_NAMES)));
    }

    @Override
    public List<Outcome> stop(List<String> names) throws InterruptedException {
        return await(supervisor.stop(names.toArray(NO_NAMES)));
    }

    @Override
    public List<Outcome> beginStop(List<String> names) throws InterruptedException {
        return await(supervisor.beginStop(names.toArray(NO_NAMES)));
    }

    @Override
    public List<Outcome> restart(List<String> names) throws InterruptedException {
        return await(supervisor.restart(names.toArray(NO_NAMES)));
    }

    @Override
    public List<Outcome> signal(Signal signal, List<String> names) throws InterruptedException {
        return await(supervisor.signal(signal, names.toArray(NO_NAMES)));
    }

    @Override
    public ReloadSummary reload() throws InterruptedException {
        return reload.now();
    }

    @Override
    public Checked check() {
        var programs = file.load().programs();
        return new Checked(
                programs.size(), programs.stream().mapToInt(p -> p.processes().size()).sum());
    }

    @Override
    public void shutdown() {
        end.run();
    }

    @Override
    public String upgrade(Optional<Path> program) {
        throw new RefusedException("a supervisor with a shell cannot be replaced while it runs");
    }

    @Override
    public byte[] tail(ProcessName name, Channel channel, long bytes) throws IOException {
        return last(log(name, channel), bytes);
    }

    @Override
    public Following follow(
            ProcessName name, Channel channel, long bytes, Consumer<ByteBuffer> reader)
            throws IOException {
        return Following.endless(log(name, channel).follow(bytes, reader));
    }

    @Override
    public byte[] ownTail(long bytes) throws IOException {
        return last(ownLog(), bytes);
    }

    @Override
    public Following followOwn(long bytes, Consumer<ByteBuffer> reader) throws IOException {
        return Following.endless(ownLog().follow(bytes, reader));
    }

    private static byte[] last(LogFile log, long bytes) throws IOException {
        try {
            return log.last(bytes);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return new byte[0]; // It has not been started yet, so there is nothing in its log.
        }
    }

    private LogFile ownLog() throws IOException {
        return new LogFile(
                log.orElseThrow(
                        () ->
                                new IOException(
                                        "there is none; set 'logfile' in the configuration")));
    }

    private LogFile log(ProcessName name, Channel channel) throws IOException {
        var process = supervisor.status(name.toString());
        if (process.isEmpty()) {
            throw new IOException("no such process: " + name);
        }
        var path = channel.file(process.get());
        if (path.isEmpty()) {
            throw new IOException(
                    "%s: its %s goes to no file; set '%s' in the configuration"
                            .formatted(name, channel, channel));
        }
        return new LogFile(path.get());
    }

    @Override
    public List<Happening> events(int last) {
        return events.last(last).stream().map(Happening::of).toList();
    }

    @Override
    public Following events(int last, Consumer<Happening> listener) {
        return Following.endless(
                events.listen(last, event -> listener.accept(Happening.of(event)))::close);
    }

    private static <T> T await(CompletableFuture<T> command) throws InterruptedException {
        try {
            return command.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandRejectedException rejected) {
                throw rejected;
            }
            // A command reports its failures in its outcomes.
            throw new IllegalStateException(e.getCause());
        }
    }
}
