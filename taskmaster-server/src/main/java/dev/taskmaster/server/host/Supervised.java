package dev.taskmaster.server.host;

import dev.taskmaster.Supervisor;
import dev.taskmaster.server.host.Groups.Result;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// What is supervised, to be changed by a group at a time while all else stays as it is.
///
/// @param supervisor what supervises it
record Supervised(Supervisor supervisor) {

    /// {@return the programs that are supervised, put together again from their processes}
    List<ProgramSpec> programs() {
        record Key(String group, String program) {}
        var programs = new LinkedHashMap<Key, List<ProcessSpec>>();
        for (var spec : supervisor.specs()) {
            var key = new Key(spec.name().group(), spec.program());
            programs.computeIfAbsent(key, _ -> new ArrayList<>()).add(spec);
        }
        var list = new ArrayList<ProgramSpec>();
        programs.forEach(
                (key, specs) -> list.add(new ProgramSpec(key.program(), key.group(), specs)));
        return list;
    }

    /// Supervises programs beside the others, and starts what is to be started of them.
    void add(List<ProgramSpec> added) throws InterruptedException {
        var programs = new ArrayList<>(programs());
        programs.addAll(added);
        apply(programs);
    }

    /// Supervises a group no more, if all of it is down.
    Result remove(String group) throws InterruptedException {
        var isDown =
                supervisor.status().stream()
                        .filter(status -> status.name().group().equals(group))
                        .allMatch(status -> status.state().isDown());
        if (!isDown) {
            return Result.STILL_RUNNING;
        }
        apply(programs().stream().filter(program -> !program.group().equals(group)).toList());
        return Result.DONE;
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
