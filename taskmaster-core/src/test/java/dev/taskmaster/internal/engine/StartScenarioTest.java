package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;

/// From a start to RUNNING, or not. Sources are supervisord's docs/subprocess.rst and process.py.
class StartScenarioTest {
    @Test
    void startsWithTheSupervisor() {
        Scenario.of(program("web"))
                .does(
                        launches("web"),
                        adds("web"),
                        enters(STARTING, "web"),
                        applies("1 added (web), 0 unchanged"))
                .on(spawned("web"))
                .hasPid(100, "web")
                .after(ofMillis(999))
                .does()
                .is(STARTING, "web")
                .after(ofMillis(1))
                .does(enters(RUNNING, "web"))
                .is(RUNNING, "web");
    }

    @Test
    void staysDownWithoutAutostart() {
        Scenario.of(program("web").autostart(false))
                .does(adds("web"), applies("1 added (web), 0 unchanged"))
                .after(ofSeconds(100))
                .does()
                .is(STOPPED, "web");
    }

    @Test
    void startsByPriorityWithinTheGroupAndBetweenGroups() {
        Scenario.of(
                        inGroupOfPriority(2, program("late").priority(1)),
                        inGroupOfPriority(1, program("second").group("g").priority(20)),
                        inGroupOfPriority(1, program("first").group("g").priority(10)))
                .does(
                        launches("g:first"),
                        launches("g:second"),
                        launches("late"),
                        adds("late"),
                        adds("g:second"),
                        adds("g:first"),
                        enters(STARTING, "g:first"),
                        enters(STARTING, "g:second"),
                        enters(STARTING, "late"),
                        applies("3 added (late, g:second, g:first), 0 unchanged"));
    }

    @Test
    void tellsTheCallerWhenItIsRunning() {
        Scenario.of(idle("web"))
                .ready()
                .on(start("web"))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawned("web"))
                .does()
                .after(ofSeconds(1))
                .does(enters(RUNNING, "web"), answers(DONE, "web"));
    }

    @Test
    void tellsTheCallerWhoDoesNotWaitThatItWasSpawned() {
        Scenario.of(idle("web"))
                .ready()
                .on(startWithoutWaiting("web"))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawned("web"))
                .does(answers(DONE, "web"));
    }

    @Test
    void isRunningAtOnceWithoutStartTime() {
        Scenario.of(idle("web").startTime(ZERO))
                .ready()
                .on(start("web"))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawned("web"))
                .does(enters(RUNNING, "web"), answers(DONE, "web"));
    }

    @Test
    void neverBacksOffWithoutStartTime() {
        Scenario.of(program("web").startTime(ZERO).autorestart(Autorestart.NEVER))
                .allUp()
                .on(exits(1, "web"))
                .does(sweeps("web"), enters(EXITED, "web"));
    }

    @Test
    void anExitBeforeTheStartTimeIsAFailureWhateverThePolicy() {
        Scenario.of(program("web").autorestart(Autorestart.NEVER).backoff(Backoff.linear()))
                .ready()
                .on(spawned("web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), backsOff(ofSeconds(1), "web"))
                .hasReason("Exited too quickly (process log may have details)", "web");
    }

    @Test
    void anExitAtTheStartTimeIsAnExit() {
        Scenario.of(program("web").autorestart(Autorestart.NEVER))
                .ready()
                .on(spawned("web"))
                .after(ofSeconds(1))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(RUNNING, "web"), enters(EXITED, "web"));
    }

    @Test
    void aFailedStartTellsTheCallerAtOnceAndIsTriedAgain() {
        Scenario.of(idle("web").backoff(Backoff.linear()))
                .ready()
                .on(start("web"))
                .on(spawnFails("web"))
                .does(
                        launches("web"),
                        enters(STARTING, "web"),
                        backsOff(ofSeconds(1), "web"),
                        answers(SPAWN_ERROR, "web"))
                .hasReason("no such file", "web")
                .after(ofSeconds(1))
                .does(launches("web"), enters(STARTING, "web"))
                .hasReason("", "web");
    }

    @Test
    void aQuickExitTellsTheCallerThatItCouldNotBeSpawned() {
        Scenario.of(idle("web").backoff(Backoff.linear()))
                .ready()
                .on(start("web"))
                .on(spawned("web"))
                .on(exits(0, "web"))
                .does(
                        launches("web"),
                        sweeps("web"),
                        enters(STARTING, "web"),
                        backsOff(ofSeconds(1), "web"),
                        answers(SPAWN_ERROR, "web"));
    }

    @Test
    void aStopMeanwhileTellsTheCallerThatItEndedAbnormally() {
        Scenario.of(idle("web"))
                .ready()
                .on(start("web"))
                .on(spawned("web"))
                .ready()
                .on(stopWithoutWaiting("web"))
                .does(
                        sends(Signal.TERM, "web"),
                        enters(STOPPING, "web"),
                        answers(ABNORMAL_TERMINATION, "web"),
                        answers(DONE, "web"));
    }

    @Test
    void startsOfWhatIsUpOrStoppingAreRefused() {
        Scenario.of(program("web"))
                .ready()
                .on(start("web"))
                .does(answers(ALREADY_STARTED, "web"))
                .allUp()
                .on(start("web"))
                .does(answers(ALREADY_STARTED, "web"))
                .on(stopWithoutWaiting("web"))
                .ready()
                .on(start("web"))
                .does(answers(ABNORMAL_TERMINATION, "web"));
    }

    @Test
    void aStartOfWhatIsBackingOffIsRefused() {
        Scenario.of(program("web"))
                .on(spawnFails("web"))
                .is(BACKOFF, "web")
                .ready()
                .on(start("web"))
                .does(answers(ALREADY_STARTED, "web"));
    }

    @Test
    void aStartOfWhatIsBeingRestartedWaitsForIt() {
        Scenario.of(program("web"))
                .allUp()
                .on(restart("web"))
                .on(start("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .on(spawned("web"))
                .ready()
                .after(ofSeconds(1))
                .does(enters(RUNNING, "web"), answers(DONE, "web"), answers(DONE, "web"));
    }
}
