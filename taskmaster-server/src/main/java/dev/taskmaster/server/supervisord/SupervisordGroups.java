package dev.taskmaster.server.supervisord;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.SupervisordFile.Loaded;
import dev.taskmaster.config.supervisord.GroupChanges;
import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.server.host.ConfigInfo;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProgramSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The groups of a supervisord.conf at runtime: those that are supervised, and those of the file as
/// it was read last, from which others are added. Between [#reread] and [#add], the two differ.
///
/// A group that is supervised stays as it was when it was added, whatever the file says by now.
///
/// May be used by any thread.
public final class SupervisordGroups implements Groups {
    private final Supervisor supervisor;
    private final Supplier<Loaded> file;
    private final ListenerPools pools;

    // All guarded by this.
    private Loaded last;
    private final Map<String, Active> active = new LinkedHashMap<>();
    private boolean restarting;
    private CompletableFuture<?> stopped = CompletableFuture.completedFuture(null);

    /// Groups of the file as it was read last whose AUTO logs have their names: those that were
    /// added since. supervisord shows all others as `auto`.
    private final Set<String> named = new HashSet<>();

    /// @param programs what is supervised for the group
    private record Active(GroupConfig config, List<ProgramSpec> programs) {}

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

    /// Supervises all groups of the file. Deletes the AUTO logs of earlier daemons first, unless
    /// the file says `nocleanup`.
    ///
    /// @return done when that is under way
    public synchronized CompletableFuture<ReloadSummary> start() {
        activateAll();
        deleteOldLogs(Set.of());
        createLogs();
        pools.expectAll(last.config().groups());
        return apply();
    }

    /// As [#start], where processes of an earlier daemon have been taken up: those that are still
    /// wanted are left alone, but for event listeners, since nobody knows any more what they were
    /// last told.
    ///
    /// @return done when that is under way
    public synchronized CompletableFuture<?> goOn() {
        activateAll();
        var logs =
                supervisor.status().stream()
                        .flatMap(it -> Stream.concat(it.stdout().stream(), it.stderr().stream()))
                        .collect(Collectors.toSet());
        deleteOldLogs(logs);
        createLogs();
        pools.goOnWith(last.config().groups());
        return apply().thenCompose(_ -> restartListeners());
    }

    private void activateAll() {
        active.clear();
        var programs =
                last.programs().all().stream().collect(Collectors.groupingBy(ProgramSpec::group));
        for (var group : last.config().groups()) {
            active.put(
                    group.name(),
                    new Active(group, programs.getOrDefault(group.name(), List.of())));
            named.add(group.name());
        }
        pools.identify(last.config().settings().identifier());
    }

    private void deleteOldLogs(Set<Path> inUse) {
        if (!last.config().settings().nocleanup()) {
            AutoLogFiles.delete(last.programs().autoLogs(), inUse);
        }
    }

    private synchronized CompletableFuture<?> restartListeners() {
        var up =
                supervisor.status().stream()
                        .filter(it -> isListener(it.name()) && !it.state().isDown())
                        .map(it -> it.name().toString())
                        .toArray(String[]::new);
        return supervisor.restart(up);
    }

    private boolean isListener(ProcessName process) {
        var group = active.get(process.group());
        return group != null && group.config().kind() instanceof GroupConfig.Listeners;
    }

    private void createLogs() {
        last.config().groups().forEach(this::createLogs);
    }

    private void createLogs(GroupConfig group) {
        AutoLogFiles.create(last.programs().autoLogsOf(group));
    }

    /// {@return what the file said when it was read last}
    public SupervisordConfig config() {
        return loaded().config();
    }

    synchronized Loaded loaded() {
        return last;
    }

    @Override
    public synchronized Set<String> names() {
        return new TreeSet<>(active.keySet());
    }

    /// Reads the file again: `supervisorctl reread`. Changes nothing that is supervised; only what
    /// the daemon calls itself changes at once.
    @Override
    public Changes reread() {
        var changes = remember(file.get());
        return new Changes(changes.added(), changes.changed(), changes.removed());
    }

    private synchronized GroupChanges remember(Loaded loaded) {
        last = loaded;
        named.clear();
        pools.identify(loaded.config().settings().identifier());
        return GroupChanges.between(
                active.values().stream().map(Active::config).toList(), loaded.config().groups());
    }

    @Override
    public synchronized List<ConfigInfo> configured() {
        return last.config().groups().stream()
                .flatMap(
                        group ->
                                ProcessInfos.of(
                                        group,
                                        active.containsKey(group.name()),
                                        named.contains(group.name()),
                                        last.programs().autoLogs()))
                .toList();
    }

    @Override
    public Result add(String name) throws InterruptedException {
        CompletableFuture<?> applied;
        synchronized (this) {
            var group =
                    last.config().groups().stream().filter(g -> g.name().equals(name)).findFirst();
            if (group.isEmpty()) {
                return Result.NO_SUCH_GROUP;
            }
            if (active.containsKey(name)) {
                return Result.ALREADY_ADDED;
            }
            active.put(name, new Active(group.get(), last.programs().of(group.get())));
            named.add(name);
            createLogs(group.get());
            pools.expect(group.get());
            applied = apply();
        }
        await(applied);
        return Result.DONE;
    }

    @Override
    public Result remove(String name) throws InterruptedException {
        CompletableFuture<?> applied;
        synchronized (this) {
            if (!active.containsKey(name)) {
                return Result.NO_SUCH_GROUP;
            }
            var down =
                    supervisor.status().stream()
                            .filter(status -> status.name().group().equals(name))
                            .allMatch(status -> status.state().isDown());
            if (!down) {
                return Result.STILL_RUNNING;
            }
            pools.expectNoMore(active.remove(name).config());
            applied = apply();
        }
        await(applied);
        return Result.DONE;
    }

    /// Reads the file again and makes all groups what it says: `supervisorctl update`. Groups that
    /// changed are stopped and started anew, all others are left alone.
    ///
    /// @throws ConfigException if anything is wrong with the file; nothing changes
    /// @throws CommandRejectedException if the supervisor is shutting down
    public ReloadSummary update() throws InterruptedException {
        var changes = reread();
        var before = processes();
        for (var group : concat(changes.removed(), changes.changed())) {
            await(supervisor.stop(group + ":*"));
            remove(group);
        }
        for (var group : concat(changes.changed(), changes.added())) {
            add(group);
        }
        var after = processes();
        var replaced = of(changes.changed(), after);
        var added = of(changes.added(), after);
        return new ReloadSummary(
                added,
                of(changes.removed(), before),
                replaced,
                List.of(),
                after.size() - added.size() - replaced.size());
    }

    private static List<String> concat(Collection<String> first, Collection<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private synchronized List<ProcessName> processes() {
        return active.values().stream()
                .flatMap(group -> group.programs().stream())
                .flatMap(program -> program.processes().stream())
                .map(process -> process.name())
                .toList();
    }

    private static List<ProcessName> of(Collection<String> groups, List<ProcessName> processes) {
        return processes.stream().filter(name -> groups.contains(name.group())).toList();
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
            stopped = stopInOrder();
            return stopped.thenCompose(_ -> startAnew(loaded)).whenComplete((_, _) -> restarted());
        }
    }

    /// Group by group, the last to start first, as at a shutdown.
    private CompletableFuture<?> stopInOrder() {
        CompletableFuture<?> stopped = CompletableFuture.completedFuture(null);
        var order =
                Comparator.comparingInt(GroupConfig::priority)
                        .thenComparing(GroupConfig::name)
                        .reversed();
        for (var group : active.values().stream().map(Active::config).sorted(order).toList()) {
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

    /// {@return done when everything is down for the restart that was asked for last}
    synchronized CompletableFuture<?> stopped() {
        return stopped;
    }

    /// {@return whether everything is being stopped, to be started anew}
    public synchronized boolean isRestarting() {
        return restarting;
    }

    private CompletableFuture<ReloadSummary> apply() {
        return supervisor.apply(
                active.values().stream().flatMap(group -> group.programs().stream()).toList());
    }

    private static void await(CompletableFuture<?> command) throws InterruptedException {
        try {
            command.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandRejectedException rejected
                    ? rejected
                    : new IllegalStateException(e.getCause());
        }
    }
}
