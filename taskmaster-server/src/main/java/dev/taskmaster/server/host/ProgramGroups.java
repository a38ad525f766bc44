package dev.taskmaster.server.host;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The groups of a configuration of Taskmaster's own.
public final class ProgramGroups implements Groups {
    private final Supervised supervised;
    private final Supplier<Configuration> file;
    private List<ProgramSpec> configured;

    /// @param supervisor what supervises them
    /// @param file reads the configuration
    /// @param configured what it said when it was read last
    public ProgramGroups(
            Supervisor supervisor, Supplier<Configuration> file, List<ProgramSpec> configured) {
        this.supervised = new Supervised(supervisor);
        this.file = Objects.requireNonNull(file);
        this.configured = List.copyOf(configured);
    }

    @Override
    public Set<String> names() {
        var names = new TreeSet<String>();
        supervised.programs().forEach(program -> names.add(program.group()));
        return names;
    }

    @Override
    public synchronized Changes reread() {
        configured = file.get().programs();
        var now = byGroup(supervised.programs());
        var then = byGroup(configured);
        var added = new TreeSet<>(then.keySet());
        added.removeAll(now.keySet());
        var removed = new TreeSet<>(now.keySet());
        removed.removeAll(then.keySet());
        var changed = new TreeSet<>(then.keySet());
        changed.removeIf(
                group -> !now.containsKey(group) || now.get(group).equals(then.get(group)));
        return new Changes(List.copyOf(added), List.copyOf(changed), List.copyOf(removed));
    }

    private static Map<String, Set<ProcessSpec>> byGroup(Collection<ProgramSpec> programs) {
        var groups = new HashMap<String, Set<ProcessSpec>>();
        for (var program : programs) {
            groups.computeIfAbsent(program.group(), _ -> new HashSet<>())
                    .addAll(program.processes());
        }
        return groups;
    }

    /// The configuration was read and applied as a whole, by other means than these.
    public synchronized void reloaded() {
        configured = supervised.programs();
    }

    @Override
    public synchronized List<ConfigInfo> configured() {
        var inUse = names();
        return configured.stream()
                .flatMap(program -> program.processes().stream())
                .map(spec -> ConfigInfo.of(spec, inUse.contains(spec.name().group())))
                .toList();
    }

    @Override
    public synchronized Result add(String name) throws InterruptedException {
        var added = configured.stream().filter(program -> program.group().equals(name)).toList();
        if (added.isEmpty()) {
            return Result.NO_SUCH_GROUP;
        }
        if (names().contains(name)) {
            return Result.ALREADY_ADDED;
        }
        supervised.add(added);
        return Result.DONE;
    }

    @Override
    public synchronized Result remove(String name) throws InterruptedException {
        return names().contains(name) ? supervised.remove(name) : Result.NO_SUCH_GROUP;
    }
}
