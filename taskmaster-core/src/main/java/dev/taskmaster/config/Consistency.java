package dev.taskmaster.config;

import dev.taskmaster.config.ProgramDraft.Dependency;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks what no program can be asked alone: that names are unique, and that dependencies exist
/// and do not go in circles.
///
/// @param programs by name
record Consistency(Map<String, ProgramDraft> programs) {
    /// How many names a message shows of a circle.
    private static final int NAMES_MAX = 10;

    void check() {
        checkNames();
        checkDependenciesExist();
        checkDependenciesEnd();
    }

    private void checkNames() {
        var owners = new HashMap<ProcessName, ProgramDraft>();
        for (var program : programs.values()) {
            program.spec().stream()
                    .flatMap(spec -> spec.processes().stream())
                    .map(ProcessSpec::name)
                    .filter(name -> owners.putIfAbsent(name, program) != null)
                    .findFirst()
                    .ifPresent(name -> taken(program, name, owners.get(name)));
        }
    }

    private static void taken(ProgramDraft program, ProcessName name, ProgramDraft owner) {
        program.section()
                .problem(
                        program.place(),
                        "its process %s is also one of the program %s at %s:%s"
                                .formatted(
                                        name,
                                        Values.quoted(owner.name()),
                                        owner.section().source().file(),
                                        owner.place()));
    }

    private void checkDependenciesExist() {
        for (var program : programs.values()) {
            for (var dependency : program.dependencies()) {
                if (!programs.containsKey(dependency.program())) {
                    program.section()
                            .problem(
                                    "depends_on",
                                    dependency.place(),
                                    "there is no program %s%s"
                                            .formatted(
                                                    Values.quoted(dependency.program()),
                                                    Nearest.hint(
                                                            dependency.program(),
                                                            programs.keySet())));
                }
            }
        }
    }

    /// Whoever waits for the end of a program that there is not waits for ever.
    void checkExitOn(Section daemon, ExitOn exitOn) {
        for (var program : exitOn.programs()) {
            if (!programs.containsKey(program)) {
                daemon.problem(
                        "exit_on",
                        "there is no program %s%s"
                                .formatted(
                                        Values.quoted(program),
                                        Nearest.hint(program, programs.keySet())));
            }
        }
    }

    private void checkDependenciesEnd() {
        var done = new HashSet<String>();
        for (var program : programs.values()) {
            if (!done.contains(program.name())) {
                follow(program, done);
            }
        }
    }

    /// Depth first, without recursion since a chain may be long.
    private void follow(ProgramDraft start, Set<String> done) {
        var path = new LinkedHashMap<String, Iterator<Dependency>>();
        path.put(start.name(), start.dependencies().iterator());
        while (!path.isEmpty()) {
            var last = path.lastEntry();
            if (!last.getValue().hasNext()) {
                done.add(path.pollLastEntry().getKey());
                continue;
            }
            var next = last.getValue().next();
            if (path.containsKey(next.program())) {
                var waits = programs.get(last.getKey()).section();
                waits.problem("depends_on", next.place(), circle(path.sequencedKeySet(), next));
            } else if (programs.containsKey(next.program()) && !done.contains(next.program())) {
                path.put(next.program(), programs.get(next.program()).dependencies().iterator());
            }
        }
    }

    private static String circle(SequencedSet<String> path, Dependency back) {
        var circle = new ArrayDeque<String>();
        for (var name : path.reversed()) {
            circle.addFirst(name);
            if (name.equals(back.program()) || circle.size() == NAMES_MAX) {
                break;
            }
        }
        if (!circle.getFirst().equals(back.program())) {
            circle.addFirst("…");
            circle.addFirst(back.program());
        }
        circle.addLast(back.program());
        return "goes in a circle: "
                + circle.stream().map(Values::shortened).collect(Collectors.joining(" → "));
    }
}
