package dev.taskmaster;

import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Starts programs, keeps them alive and always knows whether each is.
///
/// All methods may be called by any thread and return at once, but for [#close]. A command is done
/// when its future is: a started process is RUNNING then, or will not be; a stopped one is gone.
///
/// Names are `process`, `group:process`, `group:*` for all of a group, or `all`.
public final class Supervisor implements AutoCloseable {
    private Supervisor() {}

    public static Supervisor create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public CompletableFuture<List<Outcome>> start(ProgramSpec program) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<List<Outcome>> start(String... names) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<List<Outcome>> stop(String... names) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<List<Outcome>> restart(String... names) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<List<Outcome>> signal(Signal signal, String... names) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<List<Outcome>> write(String name, byte[] stdin) {
        throw new UnsupportedOperationException();
    }

    public CompletableFuture<ReloadSummary> apply(Collection<ProgramSpec> programs) {
        throw new UnsupportedOperationException();
    }

    /// Reads the file and applies it. If anything is wrong with it, nothing changes.
    ///
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it
    public CompletableFuture<ReloadSummary> reload(ConfigFile file) {
        throw new UnsupportedOperationException();
    }

    public List<ProcessStatus> status() {
        throw new UnsupportedOperationException();
    }

    public Optional<ProcessStatus> status(String name) {
        throw new UnsupportedOperationException();
    }

    /// {@return a handle that ends the listening when it is closed}
    public Subscription listen(EventListener listener) {
        throw new UnsupportedOperationException();
    }

    /// Stops all processes, in reverse start order, and ends. A second call kills what is left.
    public CompletableFuture<Void> shutdown() {
        throw new UnsupportedOperationException();
    }

    /// Shuts down and waits for it.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /// Ends a listening.
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// Puts a supervisor together.
    public static final class Builder {
        private Builder() {}

        public Builder launcher(ProcessLauncher launcher) {
            return this;
        }

        public Builder listener(EventListener listener) {
            return this;
        }

        public Supervisor build() {
            return new Supervisor();
        }
    }
}
