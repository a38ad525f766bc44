package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Scenario.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.engine.Phase.Wish;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The manual's table of states is what [ProcessMachine] does, phase by phase and input by input.
///
/// To write the table anew: `mvn -pl taskmaster-core test -Dtest=StateTableTest -Dstates=write`
class StateTableTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "states.md");
    private static final String BEGIN = "<!-- begin: written by StateTableTest -->\n";
    private static final String END = "<!-- end -->\n";
    private static final boolean WRITE = "write".equals(System.getProperty("states"));

    private static final Duration LONG_AGO = Duration.ZERO;
    private static final Moment NOW = new Moment(Duration.ofSeconds(5), Instant.EPOCH);
    private static final long PID = 42;

    private final ProcessSpec spec =
            program("web")
                    .backoff(
                            new Backoff.Exponential(
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(60),
                                    2,
                                    0,
                                    Duration.ofSeconds(10)))
                    .build()
                    .processes()
                    .getFirst();
    private final ProcessMachine machine = new ProcessMachine(1, spec, true);

    @Test
    void theManualSaysWhatTheMachineDoes() throws IOException {
        var page = Files.readString(PAGE);
        var begin = page.indexOf(BEGIN) + BEGIN.length();
        var end = page.indexOf(END);
        if (WRITE) {
            Files.writeString(PAGE, page.substring(0, begin) + tables() + page.substring(end));
        } else {
            assertThat(page.substring(begin, end))
                    .as("mvn -pl taskmaster-core test -Dtest=StateTableTest -Dstates=write")
                    .isEqualTo(tables());
        }
    }

    private static Map<String, Phase> phases() {
        var phases = new LinkedHashMap<String, Phase>();
        var fresh = Streak.NONE;
        phases.put("STOPPED", new Phase.Stopped(fresh));
        phases.put("STOPPED, waiting for what it depends on", new Phase.Waiting());
        phases.put("STARTING, being spawned", new Phase.Spawning(fresh, Wish.RUN));
        phases.put("STARTING", new Phase.Starting(PID, fresh, LONG_AGO));
        phases.put(
                "STARTING, for the last time", new Phase.Starting(PID, new Streak(3, 0), LONG_AGO));
        phases.put("RUNNING", new Phase.Running(PID, 0, LONG_AGO));
        phases.put(
                "RUNNING, not for long, and so the run before",
                new Phase.Running(PID, 1, LONG_AGO));
        phases.put("BACKOFF", new Phase.Backoff(new Streak(1, 0), LONG_AGO));
        phases.put("STOPPING", new Phase.Stopping(PID, false, false, LONG_AGO));
        phases.put("STOPPING, killed", new Phase.Stopping(PID, false, true, LONG_AGO));
        phases.put("STOPPING, to start again", new Phase.Stopping(PID, true, false, LONG_AGO));
        phases.put("STOPPING, being spawned", new Phase.Spawning(fresh, Wish.STOP));
        phases.put("STOPPING, being spawned, to be killed", new Phase.Spawning(fresh, Wish.KILL));
        phases.put(
                "STOPPING, being spawned, to start again", new Phase.Spawning(fresh, Wish.RESTART));
        phases.put("UNKNOWN", new Phase.Unknown(PID, false));
        phases.put("UNKNOWN, to start again", new Phase.Unknown(PID, true));
        phases.put("EXITED", new Phase.Exited(new ExitStatus.Code(0), true));
        phases.put("FATAL", new Phase.Fatal());
        return phases;
    }

    private static Map<String, Input> inputs() {
        var inputs = new LinkedHashMap<String, Input>();
        inputs.put("start", new Input.Start());
        inputs.put("start, but what it depends on is not there", new Input.Await());
        inputs.put("stop", new Input.Stop());
        inputs.put("kill", new Input.Kill());
        inputs.put("restart", new Input.Restart());
        inputs.put("it is spawned", new Input.Spawned(PID));
        inputs.put("it cannot be spawned", new Input.SpawnFailed("no such file"));
        inputs.put("it exits as expected", exited(new ExitStatus.Code(0)));
        inputs.put("it exits unexpectedly", exited(new ExitStatus.Code(1)));
        inputs.put("a signal ends it", exited(new ExitStatus.Signalled(Signal.KILL, false)));
        inputs.put("it cannot be killed", new Input.KillRefused("Operation not permitted"));
        inputs.put("its time is over", new Input.DeadlineReached());
        return inputs;
    }

    private static Input exited(ExitStatus status) {
        return new Input.Exited(status, "");
    }

    private String tables() {
        return phases().entrySet().stream()
                .map(phase -> table(phase.getKey(), phase.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String table(String title, Phase phase) {
        var ignored = new ArrayList<String>();
        var rows = new StringBuilder();
        inputs().forEach(
                        (when, input) -> {
                            var step = machine.on(phase, input, NOW);
                            if (step.next().equals(phase) && step.effects().isEmpty()) {
                                ignored.add(when);
                            } else {
                                rows.append(row(when, step));
                            }
                        });
        return """
        ### %s

        | When | then it is | by doing | and saying |
        | --- | --- | --- | --- |
        %s
        No change: %s.
        """
                .formatted(title, rows, String.join("; ", ignored));
    }

    private String row(String when, Step step) {
        var acts =
                step.effects().stream()
                        .filter(effect -> !(effect instanceof Effect.Announce))
                        .map(StateTableTest::act)
                        .toList();
        var events =
                step.effects().stream()
                        .filter(Effect.Announce.class::isInstance)
                        .map(Effect.Announce.class::cast)
                        .map(announce -> announce.event().getClass().getSimpleName())
                        .toList();
        return "| %s | %s | %s | %s |%n"
                .formatted(when, state(step.next()), list(acts), list(events));
    }

    private static String list(List<String> words) {
        return words.isEmpty() ? "–" : String.join(", ", words);
    }

    private static String act(Effect effect) {
        return switch (effect) {
            case Effect.Launch _ -> "launch";
            case Effect.Send(_, var signal, var reach) ->
                    signal.name()
                            + switch (reach) {
                                case PROCESS -> "";
                                case GROUP -> " to its group";
                                case TREE -> " to its tree";
                            };
            case Effect.Release _ -> "release";
            default -> throw new AssertionError("not a machine's effect: " + effect);
        };
    }

    private static String state(Phase phase) {
        var state = phase.state().toString();
        return switch (phase) {
            case Phase.Waiting _ -> state + ", waiting";
            case Phase.Spawning(_, var wish) ->
                    state
                            + ", being spawned"
                            + switch (wish) {
                                case RUN, STOP -> "";
                                case KILL -> ", to be killed";
                                case RESTART -> ", to start again";
                            };
            case Phase.Backoff(_, var until) ->
                    state + " for " + until.minus(NOW.uptime()).toSeconds() + " s";
            case Phase.Stopping(_, var startAgain, var killed, _) ->
                    state + (killed ? ", killed" : "") + (startAgain ? ", to start again" : "");
            case Phase.Unknown(_, var startAgain) -> state + (startAgain ? ", to start again" : "");
            case Phase.Stopped _,
                    Phase.Starting _,
                    Phase.Running _,
                    Phase.Exited _,
                    Phase.Fatal _ ->
                    state;
        };
    }
}
