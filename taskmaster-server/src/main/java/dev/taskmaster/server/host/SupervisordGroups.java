package dev.taskmaster.server.host;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.config.SupervisordFile.Loaded;
import dev.taskmaster.config.supervisord.GroupChanges;
import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The groups of a supervisord.conf. What counts as a change of one is what does in supervisord.
///
/// Source: supervisord's `supervisord.py` (`diff_to_active`, `add_process_group`).
public final class SupervisordGroups implements Groups {
    private final Supervised supervised;
    private final SupervisordFile file;
    private final Map<String, GroupConfig> active = new LinkedHashMap<>();
    private Loaded loaded;

    /// Groups of the configuration that was read last whose AUTO logs have names already: those
    /// that were added since.
    private final Set<String> prepared = new HashSet<>();

    /// @param supervisor what supervises them
    /// @param file where they are
    /// @param loaded what it said when it was read last, which is supervised or about to be
    public SupervisordGroups(Supervisor supervisor, SupervisordFile file, Loaded loaded) {
        this.supervised = new Supervised(supervisor);
        this.file = Objects.requireNonNull(file);
        activate(loaded);
    }

    private void activate(Loaded all) {
        loaded = all;
        active.clear();
        loaded.config().groups().forEach(group -> active.put(group.name(), group));
        prepared.addAll(active.keySet());
    }

    /// {@return what the configuration that was read last calls the supervisor}
    public synchronized String identifier() {
        return loaded.config().settings().identifier();
    }

    @Override
    public synchronized Set<String> names() {
        return new TreeSet<>(active.keySet());
    }

    @Override
    public synchronized Changes reread() {
        loaded = file.load();
        prepared.clear();
        var changes = GroupChanges.between(active.values(), loaded.config().groups());
        return new Changes(changes.added(), changes.changed(), changes.removed());
    }

    @Override
    public synchronized void reloaded() {
        activate(file.load());
    }

    @Override
    public synchronized List<ConfigInfo> configured() {
        return loaded.config().groups().stream()
                .flatMap(group -> group.processes().stream().map(process -> info(group, process)))
                .toList();
    }

    @Override
    public synchronized Result add(String name) throws InterruptedException {
        var group =
                loaded.config().groups().stream().filter(g -> g.name().equals(name)).findFirst();
        if (group.isEmpty()) {
            return Result.NO_SUCH_GROUP;
        }
        if (active.containsKey(name)) {
            return Result.ALREADY_ADDED;
        }
        supervised.add(loaded.programs().of(group.get()));
        active.put(name, group.get());
        prepared.add(name);
        return Result.DONE;
    }

    @Override
    public synchronized Result remove(String name) throws InterruptedException {
        if (!active.containsKey(name)) {
            return Result.NO_SUCH_GROUP;
        }
        var result = supervised.remove(name);
        if (result == Result.DONE) {
            active.remove(name);
        }
        return result;
    }

    private ConfigInfo info(GroupConfig group, ProcessConfig process) {
        return new ConfigInfo(
                group.name(),
                process.name(),
                active.containsKey(group.name()),
                process.command(),
                process.directory(),
                process.uid(),
                process.autostart(),
                process.autorestart(),
                process.startSecs(),
                process.startRetries(),
                process.exitCodes(),
                process.stopSignal(),
                process.stopWaitSecs(),
                process.killAsGroup(),
                group.priority(),
                process.priority(),
                process.redirectStderr(),
                log(process.stdout(), group, process, "stdout"),
                log(process.stderr(), group, process, "stderr"),
                process.serverUrl());
    }

    private ConfigInfo.LogInfo log(
            LogConfig log, GroupConfig group, ProcessConfig process, String channel) {
        var logfile =
                switch (log.logfile()) {
                    case LogConfig.Target.None() -> Optional.<String>empty();
                    case LogConfig.Target.File(var path) -> Optional.of(path);
                    case LogConfig.Target.Auto() ->
                            Optional.of(
                                    prepared.contains(group.name())
                                            ? loaded.programs()
                                                    .autoLogs()
                                                    .path(group.name(), process.name(), channel)
                                                    .toString()
                                            : "auto");
                };
        return new ConfigInfo.LogInfo(
                process.redirectStderr() && channel.equals("stderr") ? Optional.empty() : logfile,
                log.maxBytes(),
                log.backups(),
                log.captureMaxBytes(),
                log.eventsEnabled(),
                log.syslog());
    }
}
