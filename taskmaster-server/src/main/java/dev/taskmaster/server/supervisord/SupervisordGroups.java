package dev.taskmaster.server.supervisord;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.SupervisordFile.Loaded;
import dev.taskmaster.config.supervisord.GroupChanges;
import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessStatus;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The groups of a supervisord.conf at runtime: those that are supervised, and those of the file as
/// it was read last, from which others are added. Between [#reread] and [#add], the two differ.
///
/// A group that is supervised stays as it was when it was added, whatever the file says by now.
///
/// May be used by any thread. Reading the file blocks; everything else returns at once.
public final class SupervisordGroups {
    private final Supervisor supervisor;
    private final ListenerPools pools;
    private final Supplier<Loaded> file;

    // All guarded by this.
    private Loaded last;
    private final Map<String, Active> active = new LinkedHashMap<>();
    private boolean restarting;

    /// @param programs what is supervised for the group
    private record Active(GroupConfig config, List<ProgramSpec> programs) {}

    /// What becomes of adding or removing a group.
    public enum Result {
        DONE,
        /// There is no such group: none in the file to add, none supervised to remove.
        BAD_NAME,
        /// It is supervised already.
        ALREADY_ADDED,
        /// Not all of its processes are down.
        STILL_RUNNING
    }

    /// @param supervisor supervises the groups, and nothing else
    /// @param file reads the file: [dev.taskmaster.config.SupervisordFile#load()]
    /// @param loaded what it says now
    /// @param pools tells listeners what happens; listens to the supervisor
    public SupervisordGroups(
            Supervisor supervisor, Supplier<Loaded> file, Loaded loaded, ListenerPools pools) {
        this.supervisor = Objects.requireNonNull(supervisor);
        this.file = Objects.requireNonNull(file);
        this.last = Objects.requireNonNull(loaded);
        this.pools = Objects.requireNonNull(pools);
    }

    /// Supervises all groups of the file.
    ///
    /// @return done when that is under way
    public synchronized CompletableFuture<ReloadSummary> start() {
        active.clear();
        for (var group : last.config().groups()) {
            active.put(group.name(), new Active(group, last.programs().of(group)));
        }
        pools.identify(last.config().settings().identifier());
        pools.expectAll(last.config().groups());
        return apply();
    }

    /// Reads the file again: `supervisorctl reread`. Changes nothing that is supervised; only what
    /// the daemon calls itself changes at once.
    ///
    /// @return what has become different from what is supervised
    /// @throws ConfigException if anything is wrong with the file, and all stays as it is
    public GroupChanges reread() {
        var loaded = file.get();
        synchronized (this) {
            last = loaded;
            pools.identify(loaded.config().settings().identifier());
            return GroupChanges.between(active(), loaded.config().groups());
        }
    }

    /// Supervises one more group of the file as it was read last, and starts what is to be started
    /// automatically.
    ///
    /// @return done when that is under way
    public synchronized CompletableFuture<Result> add(String name) {
        var group = last.config().groups().stream().filter(g -> g.name().equals(name)).findFirst();
        if (group.isEmpty()) {
            return CompletableFuture.completedFuture(Result.BAD_NAME);
        }
        if (active.containsKey(name)) {
            return CompletableFuture.completedFuture(Result.ALREADY_ADDED);
        }
        active.put(name, new Active(group.get(), last.programs().of(group.get())));
        pools.expect(group.get());
        return apply().thenApply(_ -> Result.DONE);
    }

    /// Supervises a group no more. All of its processes must be down.
    ///
    /// @return done when it is gone
    public synchronized CompletableFuture<Result> remove(String name) {
        if (!active.containsKey(name)) {
            return CompletableFuture.completedFuture(Result.BAD_NAME);
        }
        if (!processes(name).stream().allMatch(process -> process.state().isDown())) {
            return CompletableFuture.completedFuture(Result.STILL_RUNNING);
        }
        pools.expectNoMore(active.remove(name).config());
        return apply().thenApply(_ -> Result.DONE);
    }

    /// Stops everything, then supervises what the file says now: what SIGHUP and `supervisorctl
    /// reload` are for. Other than in supervisord, a file with an error changes nothing.
    ///
    /// @return done when the new start is under way; fails if the supervisor is shut down meanwhile
    /// @throws ConfigException if anything is wrong with the file, and all goes on
    /// @throws IllegalStateException if that is under way already
    public CompletableFuture<ReloadSummary> restart() {
        var loaded = file.get();
        synchronized (this) {
            if (restarting) {
                throw new IllegalStateException("the groups are being restarted already");
            }
            restarting = true;
            pools.restarting();
            return stopInOrder()
                    .thenCompose(_ -> startAnew(loaded))
                    .whenComplete((_, _) -> restarted());
        }
    }

    /// Group by group, the last to start first, as at a shutdown.
    private CompletableFuture<?> stopInOrder() {
        CompletableFuture<?> stopped = CompletableFuture.completedFuture(null);
        var order =
                Comparator.comparingInt(GroupConfig::priority)
                        .thenComparing(GroupConfig::name)
                        .reversed();
        for (var group : active().stream().sorted(order).toList()) {
            stopped = stopped.thenCompose(_ -> supervisor.stop(group.name() + ":*"));
        }
        return stopped;
    }

    private synchronized CompletableFuture<ReloadSummary> startAnew(Loaded loaded) {
        last = loaded;
        // Nothing is carried over, not even a process that is wanted as before.
        supervisor.apply(List.of());
        return start();
    }

    private synchronized void restarted() {
        restarting = false;
    }

    private CompletableFuture<ReloadSummary> apply() {
        return supervisor.apply(
                active.values().stream().flatMap(group -> group.programs().stream()).toList());
    }

    /// {@return what the file said when it was read last}
    public synchronized SupervisordConfig config() {
        return last.config();
    }

    /// {@return what the groups that are supervised were added as, in the order in which they were
    /// added}
    public synchronized List<GroupConfig> active() {
        return active.values().stream().map(Active::config).toList();
    }

    /// {@return what a group that is supervised was added as}
    public synchronized Optional<GroupConfig> active(String name) {
        return Optional.ofNullable(active.get(name)).map(Active::config);
    }

    /// {@return whether everything is being stopped, to be started anew}
    public synchronized boolean isRestarting() {
        return restarting;
    }

    private Collection<ProcessStatus> processes(String group) {
        return supervisor.status().stream().filter(s -> s.name().group().equals(group)).toList();
    }
}
