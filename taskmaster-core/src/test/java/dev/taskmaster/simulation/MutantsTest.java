package dev.taskmaster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.stream.Stream;

/// Bugs that supervisors have had, this one among them, are put into the sources of this one: the
/// simulation must find each, and soon. So it is known that it sees what it says it sees.
class MutantsTest {
    private static final String ENGINE = "engine/Engine.java";
    private static final String MACHINE = "engine/ProcessMachine.java";

    @TempDir Path folder;

    static Stream<Mutant> mutants() {
        return Stream.of(
                Mutant.of("a stop during back-off does not stop the timer")
                        .with(
                                ENGINE,
                                "entry.deadline.ifPresent(at -> deadlines.remove(",
                                "if (!(entry.phase instanceof Phase.Stopped))"
                                        + " entry.deadline.ifPresent(at -> deadlines.remove(")
                        .with(
                                ENGINE,
                                "entries.get(deadlines.first().id())",
                                "entries.get(deadlines.pollFirst().id())")
                        .with(
                                ENGINE,
                                "entries.remove(entry.id);",
                                "entries.remove(entry.id);"
                                        + " deadlines.removeIf(due -> due.id() == entry.id);")
                        .with(
                                MACHINE,
                                "case Phase.Stopped(var streak) -> whileStopped(",
                                "case Phase.Stopped(var streak) when input instanceof"
                                        + " DeadlineReached -> launch(phase.state(), streak, now);"
                                        + "case Phase.Stopped(var streak) -> whileStopped("),
                Mutant.of("a reload while it is stopping loses the process")
                        .with("engine/Reload.java", "entry.leaving = false;", ""),
                Mutant.of("a process that comes back by a reload while stopping is not started")
                        .with(
                                "engine/Reload.java",
                                "engine.step(entry, new Input.Start(), now);",
                                ""),
                Mutant.of("an exit that arrives before 'spawned' is dropped")
                        .with(
                                MACHINE,
                                "notSpawned(phase, reason.isEmpty() ? TOO_QUICK : reason, now)"
                                        + ".after(letGo());",
                                "Step.to(phase);"),
                Mutant.of("failed starts that are older than the last three do not count")
                        .with(
                                MACHINE,
                                "case DeadlineReached() -> launch(phase.state(), phase.streak(), now);",
                                "case DeadlineReached() -> launch(phase.state(),"
                                        + " phase.streak().failedStarts() > 2"
                                        + " ? Streak.NONE : phase.streak(), now);"),
                Mutant.of("what was being launched when the supervisor died is launched again")
                        .with(
                                ENGINE,
                                "effects.add(new Effect.Adopt(entry.id, entry.spec()));",
                                "effects.add(entry.phase instanceof Phase.Spawning"
                                        + " ? new Effect.Launch(entry.id, entry.spec())"
                                        + " : new Effect.Adopt(entry.id, entry.spec()));"),
                Mutant.of("what was never launched is launched during a shutdown")
                        .with(ENGINE, "if (entry.machine.mayRestart()) {", "if (true) {"),
                Mutant.of("a shutdown that is cut off brings back what was stopped by hand")
                        .with(
                                "engine/Shutdown.java",
                                ".filter(entry -> entry.phase.isWanted())",
                                ""),
                Mutant.of("a stop that did not get out before the supervisor died is lost")
                        .with(ENGINE, "effects.addAll(entry.machine.again(entry.phase));", ""),
                Mutant.of("what is removed while it stops is not written down as removed")
                        .with(
                                ENGINE,
                                "entry.leaving = true;\n        changed.add(entry);",
                                "entry.leaving = true;"),
                Mutant.of("a step is written in pieces")
                        .with(
                                "journal/Journal.java",
                                "write(kind, id, value);\n        }",
                                "write(kind, id, value);\n        endStep(); }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isFound(Mutant mutant) throws Exception {
        var found = mutant.hunt(folder);

        System.out.println("mutant: " + mutant + ": found " + found);
        assertThat(found).isNotEmpty();
    }
}
