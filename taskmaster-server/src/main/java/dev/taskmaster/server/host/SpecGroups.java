package dev.taskmaster.server.host;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The groups of a configuration of which nothing is known but its programs.
final class SpecGroups implements Groups {
    private final Supervisor supervisor;
    private final Supplier<Configuration> file;
    private List<ProgramSpec> configured;

    /// @param file reads the configuration
    /// @param configured what it said when it was read last
    SpecGroups(Supervisor supervisor, Supplier<Configuration> file, List<ProgramSpec> configured) {
        this.supervisor = supervisor;
        this.file = file;
        this.configured = configured;
    }

    @Override
    public Set<String> names() {
        var names = new TreeSet<String>();
        supervisor.specs().forEach(spec -> names.add(spec.name().group()));
        return names;
    }

    @Override
    public synchronized Changes reread() {
        remember(file.get().programs());
        var now = byGroup(supervisor.specs());
        var then = byGroup(processes(configured));
        var added = new TreeSet<>(then.keySet());
        added.removeAll(now.keySet());
        var removed = new TreeSet<>(now.keySet());
        removed.removeAll(then.keySet());
        var changed = new TreeSet<>(then.keySet());
        changed.removeIf(
                group -> !now.containsKey(group) || now.get(group).equals(then.get(group)));
        return new Changes(List.copyOf(added), List.copyOf(changed), List.copyOf(removed));
    }

    /// From now on this is the configuration that was read last.
    synchronized void remember(List<ProgramSpec> programs) {
        configured = programs;
    }

    /// The configuration was read and applied.
    void rememberWhatIsSupervised() {
        remember(programs(_ -> true));
    }

    private static List<ProcessSpec> processes(Collection<ProgramSpec> programs) {
        return programs.stream().flatMap(program -> program.processes().stream()).toList();
    }

    private static Map<String, Set<ProcessSpec>> byGroup(Collection<ProcessSpec> specs) {
        var groups = new LinkedHashMap<String, Set<ProcessSpec>>();
        for (var spec : specs) {
            groups.computeIfAbsent(spec.name().group(), _ -> new HashSet<>()).add(spec);
        }
        return groups;
    }

    @Override
    public synchronized List<ConfigInfo> configured() {
        var inUse = names();
        return processes(configured).stream()
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
        var programs = programs(_ -> true);
        programs.addAll(added);
        apply(programs);
        return Result.DONE;
    }

    @Override
    public synchronized Result remove(String name) throws InterruptedException {
        if (!names().contains(name)) {
            return Result.NO_SUCH_GROUP;
        }
        var isDown =
                supervisor.status().stream()
                        .filter(status -> status.name().group().equals(name))
                        .allMatch(status -> status.state().isDown());
        if (!isDown) {
            return Result.STILL_RUNNING;
        }
        apply(programs(group -> !group.equals(name)));
        return Result.DONE;
    }

    /// What is supervised, put together again.
    private List<ProgramSpec> programs(Predicate<String> ofGroup) {
        record Key(String group, String program) {}
        var programs = new LinkedHashMap<Key, List<ProcessSpec>>();
        for (var spec : supervisor.specs()) {
            if (ofGroup.test(spec.name().group())) {
                var key = new Key(spec.name().group(), spec.program());
                programs.computeIfAbsent(key, _ -> new ArrayList<>()).add(spec);
            }
        }
        var list = new ArrayList<ProgramSpec>();
        programs.forEach(
                (key, specs) -> list.add(new ProgramSpec(key.program(), key.group(), specs)));
        return list;
    }

    private void apply(List<ProgramSpec> programs) throws InterruptedException {
        try {
            supervisor.apply(programs).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }
}
