package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;

/// From a stop to the certain end.
class StopScenarioTest {
    @Test
    void asksWithTheStopSignalAndWaitsForTheEnd() {
        Scenario.of(program("web").stopSignal(Signal.INT))
                .allUp()
                .on(stop("web"))
                .does(sends(Signal.INT, "web"), enters(STOPPING, "web"))
                .is(STOPPING, "web")
                .on(exits(3, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"))
                .is(STOPPED, "web")
                .after(ofSeconds(1000))
                .does();
    }

    @Test
    void tellsTheCallerWhoDoesNotWaitThatItWasAsked() {
        Scenario.of(program("web"))
                .allUp()
                .on(stopWithoutWaiting("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"), answers(DONE, "web"));
    }

    @Test
    void killsWhenTheStopTimeIsOver() {
        Scenario.of(program("web").stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .after(ofMillis(9999))
                .does()
                .after(ofMillis(1))
                .does(kills("web"))
                .on(diesOf(Signal.KILL, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"));
    }

    @Test
    void killsAgainAfterEveryStopTime() {
        Scenario.of(program("web").stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(10))
                .ready()
                .after(ofSeconds(10))
                .does(kills("web"))
                .after(ofSeconds(10))
                .does(kills("web"));
    }

    /// As in uninterruptible sleep, where a signal waits for the disk.
    @Test
    void whatNoKillEndsHoldsUpNobodyAndHasStoppedWhenItEndsAtLast() {
        Scenario.of(program("stuck").stopTime(ofSeconds(10)), program("web"))
                .allUp()
                .on(stop("stuck"))
                .after(ofSeconds(10))
                .ready()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"))
                .after(ofSeconds(10))
                .does(kills("stuck"))
                .is(STOPPING, "stuck")
                .on(diesOf(Signal.KILL, "stuck"))
                .does(sweeps("stuck"), enters(STOPPED, "stuck"), answers(DONE, "stuck"));
    }

    @Test
    void withoutStopTimeItKillsAtOnceButAgainOnlyOnceASecond() {
        Scenario.of(program("web").stopTime(ZERO))
                .allUp()
                .on(stop("web"))
                .after(ZERO)
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"), kills("web"))
                .after(ofMillis(999))
                .does()
                .after(ofMillis(1))
                .does(kills("web"));
    }

    @Test
    void stopsAndKillsTheWholeGroupIfToldSo() {
        Scenario.of(program("web").stopAsGroup(true))
                .allUp()
                .on(stop("web"))
                .does(sendsGroup(Signal.TERM, "web"), enters(STOPPING, "web"))
                .after(ofSeconds(10))
                .does(kills("web"));
    }

    @Test
    void leavesTheGroupAloneIfToldSo() {
        Scenario.of(program("web").killAsGroup(false))
                .allUp()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .after(ofSeconds(10))
                .does(sends(Signal.KILL, "web"), says("web is killed"))
                .on(diesOf(Signal.KILL, "web"))
                .does(releases("web"), enters(STOPPED, "web"), answers(DONE, "web"));
    }

    @Test
    void stopsWhatIsStarting() {
        Scenario.of(program("web"))
                .on(spawned("web"))
                .ready()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"));
    }

    @Test
    void stopsWhatIsBeingSpawnedAsSoonAsItLives() {
        Scenario.of(program("web").stopTime(ofSeconds(2)))
                .ready()
                .on(stop("web"))
                .does(enters(STOPPING, "web"))
                .after(ofSeconds(100))
                .does()
                .on(spawned("web"))
                .does(sends(Signal.TERM, "web"))
                .is(STOPPING, "web")
                .after(ofSeconds(2))
                .does(kills("web"))
                .on(diesOf(Signal.KILL, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"));
    }

    @Test
    void isDownWhenASpawnThatWasToBeStoppedFails() {
        Scenario.of(program("web"))
                .on(stop("web"))
                .ready()
                .on(spawnFails("web"))
                .does(enters(STOPPED, "web"), answers(DONE, "web"))
                .hasReason("", "web")
                .after(ofSeconds(100))
                .does();
    }

    @Test
    void stopsAtOnceDuringBackoff() {
        Scenario.of(program("web"))
                .on(spawnFails("web"))
                .ready()
                .on(stop("web"))
                .does(enters(STOPPED, "web"), answers(DONE, "web"))
                .after(ofSeconds(100))
                .does();
    }

    @Test
    void linearKeepsTheCountOfFailuresThroughAStop() {
        Scenario.of(idle("web").startRetries(1).backoff(Backoff.linear()))
                .on(start("web"))
                .on(spawnFails("web"))
                .on(stop("web"))
                .on(start("web"))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ZERO, "web"), enters(FATAL, "web"), answers(SPAWN_ERROR, "web"));
    }

    @Test
    void exponentialForgetsFailuresThroughAStop() {
        Scenario.of(idle("web").startRetries(1))
                .on(start("web"))
                .on(spawnFails("web"))
                .on(stop("web"))
                .on(start("web"))
                .on(spawnFails("web"))
                .is(BACKOFF, "web");
    }

    @Test
    void aStopOfWhatIsStoppingOrDownIsRefused() {
        Scenario.of(program("web"))
                .allUp()
                .on(stopWithoutWaiting("web"))
                .ready()
                .on(stop("web"))
                .does(answers(NOT_RUNNING, "web"))
                .on(exits(0, "web"))
                .ready()
                .on(stop("web"))
                .does(answers(NOT_RUNNING, "web"));
    }

    @Test
    void aSecondStopDoesNotProlongTheFirst() {
        Scenario.of(program("web").stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(9))
                .on(stop("web"))
                .ready()
                .after(ofSeconds(1))
                .does(kills("web"));
    }

    @Test
    void leavesWhatHasLeftTheGroupAloneIfToldSo() {
        Scenario.of(program("web").killTree(false))
                .allUp()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .after(ofSeconds(10))
                .does(
                        sends(Signal.KILL, "web"),
                        sendsGroup(Signal.KILL, "web"),
                        says("web is killed"))
                .on(diesOf(Signal.KILL, "web"))
                .does(
                        sendsGroup(Signal.KILL, "web"),
                        releases("web"),
                        enters(STOPPED, "web"),
                        answers(DONE, "web"));
    }

    @Test
    void killsWhatIsLeftOfItHoweverItEnds() {
        Scenario.of(program("web"))
                .allUp()
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(EXITED, "web"));
    }

    /// `cmd: sudo …` under the supervisor of an ordinary user.
    @Test
    void givesUpWhenTheKillIsRefused() {
        Scenario.of(program("web").stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(10))
                .ready()
                .on(killRefused("web"))
                .does(enters(UNKNOWN, "web"), answers(FAILED, "web"))
                .is(UNKNOWN, "web")
                .hasReason("Operation not permitted", "web")
                .hasPid(100, "web")
                .after(ofSeconds(1000))
                .does();
    }

    @Test
    void noticesTheEndOfWhatItHadGivenUp() {
        outOfControl()
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"))
                .is(STOPPED, "web")
                .on(start("web"))
                .does(launches("web"), enters(STARTING, "web"));
    }

    @Test
    void neverStartsASecondOneWhileTheFirstIsOutOfControl() {
        outOfControl()
                .on(start("web"))
                .does(answers(FAILED, "web"))
                .on(start("all"))
                .does(answers(FAILED, "web"))
                .is(UNKNOWN, "web");
    }

    @Test
    void everyStopOfWhatIsOutOfControlIsANewAttempt() {
        outOfControl()
                .on(stop("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answers(DONE, "web"));
    }

    @Test
    void aRestartOfWhatIsOutOfControlFailsButTheNextOneStartsOnceItIsGone() {
        outOfControl()
                .on(restart("web"))
                .after(ofSeconds(10))
                .ready()
                .on(killRefused("web"))
                .does(enters(UNKNOWN, "web"), answers(FAILED, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void whatIsOutOfControlIsForgottenOnlyWhenItIsGone() {
        outOfControl()
                .on(remove("web"))
                .after(ofSeconds(10))
                .ready()
                .on(killRefused("web"))
                .does(enters(UNKNOWN, "web"), answers(FAILED, "web"))
                .is(UNKNOWN, "web")
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), removes("web"))
                .isGone("web");
    }

    @Test
    void aRefusedStopSignalLeavesTimeForTheKill() {
        Scenario.of(program("web").stopSignal(Signal.KILL).stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .ready()
                .on(killRefused("web"))
                .does()
                .is(STOPPING, "web")
                .after(ofSeconds(10))
                .does(kills("web"));
    }

    private static Scenario outOfControl() {
        return Scenario.of(program("web").stopTime(ofSeconds(10)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(10))
                .on(killRefused("web"))
                .ready()
                .is(UNKNOWN, "web");
    }
}
