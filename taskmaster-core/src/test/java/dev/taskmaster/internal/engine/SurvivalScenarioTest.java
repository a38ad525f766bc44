package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.answersNothing;
import static dev.taskmaster.internal.engine.Reaction.enters;
import static dev.taskmaster.internal.engine.Reaction.event;
import static dev.taskmaster.internal.engine.Reaction.launches;
import static dev.taskmaster.internal.engine.Reaction.releases;
import static dev.taskmaster.internal.engine.Reaction.sends;
import static dev.taskmaster.internal.engine.Reaction.sendsTree;
import static dev.taskmaster.internal.engine.Reaction.takesUp;
import static dev.taskmaster.internal.engine.Scenario.exits;
import static dev.taskmaster.internal.engine.Scenario.found;
import static dev.taskmaster.internal.engine.Scenario.foundGone;
import static dev.taskmaster.internal.engine.Scenario.idle;
import static dev.taskmaster.internal.engine.Scenario.neverSpawned;
import static dev.taskmaster.internal.engine.Scenario.program;
import static dev.taskmaster.internal.engine.Scenario.reload;
import static dev.taskmaster.internal.engine.Scenario.remove;
import static dev.taskmaster.internal.engine.Scenario.shutdown;
import static dev.taskmaster.internal.engine.Scenario.spawned;
import static dev.taskmaster.internal.engine.Scenario.start;
import static dev.taskmaster.internal.engine.Scenario.stop;
import static dev.taskmaster.internal.engine.Scenario.supervisorDies;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SurvivalScenarioTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatRunsGoesOnRunning() {
        Scenario.of(program("web"))
                .allUp()
                .on(supervisorDies())
                .does(takesUp("web"))
                .on(found("web"))
                .does(event("web is still there, RUNNING"))
                .is(ProcessState.RUNNING, "web")
                .hasPid(100, "web");
    }

    @Test
    void whatStartsBecomesRunningWhenItsTimeIsUp() {
        Scenario.of(program("web").startTime(Duration.ofSeconds(5)))
                .on(spawned("web"))
                .after(SECOND)
                .on(supervisorDies())
                .on(found("web"))
                .ready()
                .after(Duration.ofSeconds(3))
                .does()
                .after(SECOND)
                .does(enters(ProcessState.RUNNING, "web"));
    }

    @Test
    void whatIsStoppingIsKilledWhenItsTimeIsUp() {
        Scenario.of(program("web").stopTime(Duration.ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .after(Duration.ofSeconds(4))
                .on(supervisorDies())
                .on(found("web"))
                .ready()
                .after(Duration.ofSeconds(5))
                .does()
                .after(SECOND)
                .does(
                        sends(Signal.KILL, "web"),
                        sendsTree(Signal.KILL, "web"),
                        event("web is killed"));
    }

    @Test
    void whatBacksOffIsStartedWhenItsTimeIsUp() {
        Scenario.of(program("web").startRetries(9))
                .on(spawned("web"))
                .on(exits(1, "web"))
                .on(supervisorDies())
                .is(ProcessState.BACKOFF, "web")
                .ready()
                .after(Duration.ofSeconds(3))
                .does(launches("web"), enters(ProcessState.STARTING, "web"));
    }

    @Test
    void whatDiedMeanwhileIsStartedByPolicy() {
        Scenario.of(
                        program("web").autorestart(Autorestart.UNEXPECTED),
                        program("job").autorestart(Autorestart.NEVER))
                .allUp()
                .on(supervisorDies())
                .on(foundGone("web"))
                .is(ProcessState.STARTING, "web")
                .on(foundGone("job"))
                .is(ProcessState.EXITED, "job");
    }

    @Test
    void whatWasStoppedStaysStopped() {
        Scenario.of(program("web"))
                .allUp()
                .on(stop("web"))
                .on(exits(0, "web"))
                .on(supervisorDies())
                .on(reload(program("web")))
                .is(ProcessState.STOPPED, "web");
    }

    @Test
    void whatWasBeingLaunchedIsLaunchedOnce() {
        Scenario.of(program("web"))
                .ready()
                .on(supervisorDies())
                .does(takesUp("web"))
                .on(neverSpawned("web"))
                .does(launches("web"))
                .on(spawned("web"))
                .is(ProcessState.STARTING, "web");
    }

    @Test
    void whatWasJustLaunchedIsNotLaunchedAgain() {
        Scenario.of(program("web"))
                .ready()
                .on(supervisorDies())
                .does(takesUp("web"))
                .on(found("web"))
                .does()
                .is(ProcessState.STARTING, "web")
                .after(SECOND)
                .is(ProcessState.RUNNING, "web");
    }

    @Test
    void aLaunchThatIsNotWantedAnyMoreIsNotRepeated() {
        Scenario.of(program("web"))
                .on(stop("web"))
                .on(supervisorDies())
                .ready()
                .on(neverSpawned("web"))
                .does(enters(ProcessState.STOPPED, "web"));
    }

    @Test
    void whatTheConfigurationNoLongerNamesIsStopped() {
        Scenario.of(program("web"), program("old"))
                .allUp()
                .on(supervisorDies())
                .on(found("web"))
                .on(found("old"))
                .on(reload(program("web")))
                .is(ProcessState.RUNNING, "web")
                .is(ProcessState.STOPPING, "old")
                .on(exits(0, "old"))
                .isGone("old");
    }

    @Test
    void whatWasLeavingIsForgottenWhenItIsGone() {
        Scenario.of(program("web"), program("old"))
                .allUp()
                .on(reload(program("web")))
                .on(supervisorDies())
                .is(ProcessState.STOPPING, "old")
                .on(foundGone("old"))
                .isGone("old");
    }

    @Test
    void whatWaitsGoesOnWaiting() {
        Scenario.of(program("db"), idle("web").dependsOn("db"))
                .on(spawned("db"))
                .on(start("web"))
                .on(supervisorDies())
                .on(found("db"))
                .ready()
                .after(SECOND)
                .does(
                        launches("web"),
                        enters(ProcessState.RUNNING, "db"),
                        enters(ProcessState.STARTING, "web"));
    }

    @Test
    void numbersAreNotGivenTwice() {
        Scenario.of(program("web"))
                .allUp()
                .on(supervisorDies())
                .on(found("web"))
                .on(reload(program("web"), program("db")))
                .on(spawned("db"))
                .is(ProcessState.STARTING, "db")
                .is(ProcessState.RUNNING, "web");
    }

    @Test
    void aShutdownThatWasCutOffIsForgotten() {
        Scenario.of(program("web"), program("job"), idle("tool"))
                .allUp()
                .on(shutdown())
                .on(exits(0, "job"))
                .on(supervisorDies())
                .on(found("web"))
                .ready()
                .on(reload(program("web"), program("job"), idle("tool")))
                .is(ProcessState.STARTING, "job")
                .is(ProcessState.STOPPED, "tool")
                .is(ProcessState.STOPPING, "web")
                .on(exits(0, "web"))
                .is(ProcessState.STARTING, "web");
    }

    @Test
    void aLaterShutdownEndsWhatWasTakenUp() {
        Scenario.of(program("web"))
                .allUp()
                .on(supervisorDies())
                .on(found("web"))
                .on(shutdown())
                .ready()
                .on(exits(0, "web"))
                .does(
                        sendsTree(Signal.KILL, "web"),
                        releases("web"),
                        enters(ProcessState.STOPPED, "web"),
                        event("all is down"),
                        answersNothing(),
                        Reaction.answer("the end"));
    }

    @Test
    void whatWasAskedToStopIsAskedAgain() {
        Scenario.of(program("web"))
                .allUp()
                .on(stop("web"))
                .on(supervisorDies())
                .ready()
                .on(found("web"))
                .does(sends(Signal.TERM, "web"), event("web is still there, STOPPING"));
    }

    @Test
    void whatWasKilledIsKilledAgain() {
        Scenario.of(program("web").stopTime(SECOND))
                .allUp()
                .on(stop("web"))
                .after(SECOND)
                .on(supervisorDies())
                .ready()
                .on(found("web"))
                .does(
                        sends(Signal.KILL, "web"),
                        sendsTree(Signal.KILL, "web"),
                        event("web is still there, STOPPING"));
    }

    @Test
    void whatCouldNotBeTakenUpWhileItWasLaunchedHasFailedToStart() {
        Scenario.of(program("web").backoff(Backoff.linear()))
                .on(supervisorDies())
                .ready()
                .on(foundGone("web"))
                .does(
                        sendsTree(Signal.KILL, "web"),
                        releases("web"),
                        event("web is BACKOFF for PT1S"))
                .after(SECOND)
                .is(ProcessState.STARTING, "web");
    }

    @Test
    void whatWasNeverLaunchedIsNotLaunchedDuringAShutdown() {
        Scenario.of(program("db").priority(1), program("web").priority(2))
                .on(spawned("web"))
                .on(supervisorDies())
                .on(found("web"))
                .on(shutdown())
                .ready()
                .on(neverSpawned("db"))
                .is(ProcessState.STOPPED, "db")
                .does(enters(ProcessState.STOPPING, "db"), enters(ProcessState.STOPPED, "db"));
    }

    @Test
    void whatIsRemovedWhileItStopsStaysRemoved() {
        Scenario.of(program("web"))
                .allUp()
                .on(stop("web"))
                .on(remove("web"))
                .on(supervisorDies())
                .on(foundGone("web"))
                .isGone("web");
    }

    @Test
    void aShutdownThatWasCutOffBringsBackNothingThatWasStoppedByHand() {
        Scenario.of(program("web"), program("job"))
                .allUp()
                .on(stop("job"))
                .on(shutdown())
                .on(exits(0, "job"))
                .on(supervisorDies())
                .on(found("web"))
                .on(reload(program("web"), program("job")))
                .is(ProcessState.STOPPED, "job");
    }

    @Test
    void aShutdownThatWasCutOffLeavesNoReasonBehind() {
        Scenario.of(program("db").priority(1).startTime(SECOND), program("web").priority(2))
                .on(spawned("db"))
                .on(spawned("web"))
                .on(shutdown())
                .on(exits(1, "db"))
                .is(ProcessState.FATAL, "db")
                .on(supervisorDies())
                .is(ProcessState.STOPPED, "db")
                .hasReason("", "db");
    }
}
