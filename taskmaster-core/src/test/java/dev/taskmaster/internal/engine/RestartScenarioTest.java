package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// What happens when a process that was RUNNING ends by itself, and restarts by command.
class RestartScenarioTest {
    @Test
    void restartsAtOnceAfterAnUnexpectedExit() {
        Scenario.of(program("web").exitCodes(0, 2))
                .allUp()
                .on(exits(1, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void staysDownAfterAnExpectedExit() {
        var story =
                Scenario.of(program("web").exitCodes(0, 2))
                        .allUp()
                        .on(exits(2, "web"))
                        .does(sweeps("web"), enters(EXITED, "web"))
                        .after(ofSeconds(1000))
                        .does();
        Assertions.assertThat(story.status("web").exitStatus()).hasValue(new ExitStatus.Code(2));
    }

    @Test
    void deathByASignalIsAlwaysUnexpected() {
        Scenario.of(program("web").exitCodes(0, 9, 137))
                .allUp()
                .on(diesOf(Signal.KILL, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void alwaysRestartsIfToldSo() {
        Scenario.of(program("web").autorestart(Autorestart.ALWAYS))
                .allUp()
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void neverRestartsIfToldSo() {
        Scenario.of(program("web").autorestart(Autorestart.NEVER))
                .allUp()
                .on(diesOf(Signal.USR1, "web"))
                .does(sweeps("web"), enters(EXITED, "web"));
    }

    @Test
    void anExitedProcessStartsByCommand() {
        Scenario.of(program("web"))
                .allUp()
                .on(exits(0, "web"))
                .ready()
                .on(startWithoutWaiting("web"))
                .does(launches("web"), enters(STARTING, "web"));
    }

    @Test
    void anExitCausedByASignalOnRequestIsAnExit() {
        Scenario.of(program("web").stopAsGroup(true))
                .allUp()
                .on(signal(Signal.TERM, "web"))
                .does(sends(Signal.TERM, "web"), answers(DONE, "web"))
                .on(diesOf(Signal.TERM, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void aRestartStopsAndStarts() {
        Scenario.of(program("web").startTime(ZERO))
                .allUp()
                .on(restart("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"))
                .on(spawned("web"))
                .does(enters(RUNNING, "web"), answers(DONE, "web"));
    }

    @Test
    void aRestartKillsWhatDoesNotStop() {
        Scenario.of(program("web").stopTime(ofSeconds(3)))
                .allUp()
                .on(restart("web"))
                .ready()
                .after(ofSeconds(3))
                .does(kills("web"))
                .on(diesOf(Signal.KILL, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void aRestartStartsWhatIsDown() {
        Scenario.of(idle("web"))
                .ready()
                .on(restart("web"))
                .does(launches("web"), enters(STARTING, "web"));
    }

    @Test
    void aRestartDuringBackoffStartsAtOnceAndForgetsFailures() {
        Scenario.of(program("web").backoff(Backoff.linear()))
                .on(spawnFails("web"))
                .after(ofSeconds(1))
                .on(spawnFails("web"))
                .ready()
                .on(restart("web"))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"), answers(SPAWN_ERROR, "web"));
    }

    @Test
    void aRestartWhileASpawnIsInFlightStopsItFirst() {
        Scenario.of(program("web"))
                .ready()
                .on(restart("web"))
                .does(enters(STOPPING, "web"))
                .on(spawned("web"))
                .does(sends(Signal.TERM, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void aRestartWhileASpawnFailsTriesAgainAtOnce() {
        Scenario.of(program("web"))
                .on(restart("web"))
                .ready()
                .on(spawnFails("web"))
                .does(launches("web"), enters(STOPPED, "web"), enters(STARTING, "web"));
    }

    @Test
    void aStopCallsARestartOff() {
        Scenario.of(program("web"))
                .allUp()
                .on(restart("web"))
                .ready()
                .on(stop("web"))
                .does(answers(ABNORMAL_TERMINATION, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"))
                .after(ofSeconds(100))
                .does();
    }

    @Test
    void aStopCallsARestartOffWhileASpawnIsInFlight() {
        Scenario.of(program("web"))
                .on(restart("web"))
                .on(stop("web"))
                .ready()
                .on(spawnFails("web"))
                .does(enters(STOPPED, "web"), answers(DONE, "web"));
    }
}
