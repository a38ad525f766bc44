package dev.taskmaster.simulation;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Random programs, and random changes to them.
final class Programs {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final int OPTIONS = 12;

    private final Chance chance;
    private final Map<String, ProgramSpec.Builder> programs = new TreeMap<>();

    /// On which program each depends, if that is there.
    private final Map<String, String> dependencies = new TreeMap<>();

    Programs(Chance chance) {
        this.chance = chance;
        NAMES.stream()
                .filter(_ -> chance.of(0.6))
                .forEach(name -> programs.put(name, anyProgram(name)));
    }

    /// {@return the programs as they are to be now}
    List<ProgramSpec> list() {
        return programs.entrySet().stream().map(e -> build(e.getKey(), e.getValue())).toList();
    }

    private ProgramSpec build(String name, ProgramSpec.Builder program) {
        var dependency = dependencies.getOrDefault(name, "");
        return program.dependsOn(programs.containsKey(dependency) ? List.of(dependency) : List.of())
                .build();
    }

    void change() {
        programs.forEach(
                (name, program) -> {
                    if (chance.of(0.3)) {
                        change(name, program, chance.upTo(OPTIONS));
                    }
                });
        if (chance.of(0.2) && !programs.isEmpty()) {
            programs.remove(chance.any(List.copyOf(programs.keySet())));
        }
        if (chance.of(0.3)) {
            programs.computeIfAbsent(chance.any(NAMES), this::anyProgram);
        }
    }

    /// {@return a program that may or may not be there already}
    ProgramSpec one() {
        var name = chance.any(NAMES);
        return build(name, anyProgram(name));
    }

    private ProgramSpec.Builder anyProgram(String name) {
        var program = ProgramSpec.named(name);
        for (var option = 0; option <= OPTIONS; option++) {
            change(name, program, option);
        }
        return program;
    }

    private void change(String name, ProgramSpec.Builder program, int option) {
        switch (option) {
            case 0 -> program.numprocs(chance.any(1, 1, 1, 2, 3));
            case 1 -> program.autostart(chance.of(0.8));
            case 2 -> program.startTime(anyOfMillis(0, 100, 1000, 5000));
            case 3 -> program.startRetries(chance.upTo(4));
            case 4 -> program.priority(chance.any(1, 5, 999));
            case 5 -> dependencies.put(name, anyDependency(name));
            case 6 -> program.autorestart(chance.any(Autorestart.values()));
            case 7 -> program.exitCodes(chance.of(0.5) ? List.of(0) : List.of(0, 2));
            case 8 -> program.backoff(anyBackoff());
            case 9 -> program.stopTime(anyOfMillis(0, 100, 1000, 10_000));
            case 10 -> program.group(chance.any(name, "g", "h"));
            case 11 -> program.cmd("/bin/" + name, "--version=" + chance.upTo(3));
            default -> {
                var asGroup = chance.of(0.8);
                program.stopSignal(chance.any(Signal.TERM, Signal.INT, Signal.HUP))
                        .killAsGroup(asGroup)
                        .killTree(asGroup && chance.of(0.7))
                        .stopAsGroup(asGroup && chance.of(0.3));
            }
        }
    }

    /// Earlier names only, so that there is no circle.
    private String anyDependency(String name) {
        var earlier = NAMES.subList(0, NAMES.indexOf(name));
        return earlier.isEmpty() || chance.of(0.6) ? "" : chance.any(earlier);
    }

    private Duration anyOfMillis(Integer... millis) {
        return Duration.ofMillis(chance.any(millis));
    }

    private Backoff anyBackoff() {
        return chance.of(0.4)
                ? Backoff.linear()
                : new Backoff.Exponential(
                        anyOfMillis(10, 1000),
                        anyOfMillis(1000, 20_000),
                        chance.any(1.0, 2.0, 10.0),
                        chance.any(0.0, 0.1, 1.0),
                        anyOfMillis(1000, 10_000));
    }
}
