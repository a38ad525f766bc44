package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/// New specifications for what is supervised: only what differs is touched.
class ReloadScenarioTest {
    private static ProgramSpec.Builder changed(ProgramSpec.Builder program) {
        return program.cmd("/bin/other");
    }

    @Test
    void theSameChangesNothing() {
        Scenario.of(program("web").numprocs(2), idle("db"))
                .allUp()
                .on(reload(program("web").numprocs(2), idle("db")))
                .does(applies("3 unchanged"))
                .after(ofSeconds(1000))
                .does();
    }

    @Test
    void startsWhatIsNewAndStopsWhatIsGone() {
        Scenario.of(program("old"), program("kept"))
                .allUp()
                .on(reload(program("kept"), program("new"), idle("idle")))
                .does(
                        sends(Signal.TERM, "old"),
                        launches("new"),
                        enters(STOPPING, "old"),
                        adds("new"),
                        adds("idle"),
                        enters(STARTING, "new"),
                        applies("2 added (new, idle), 1 removed (old), 1 unchanged"))
                .is(STOPPING, "old")
                .on(exits(0, "old"))
                .does(sweeps("old"), enters(STOPPED, "old"), removes("old"))
                .isGone("old");
    }

    @Test
    void forgetsAtOnceWhatIsGoneAndDown() {
        Scenario.of(idle("old"))
                .ready()
                .on(reload())
                .does(removes("old"), applies("1 removed (old), 0 unchanged"))
                .isGone("old");
    }

    @Test
    void replacesWhatIsLaunchedInAnotherWay() {
        Scenario.of(program("web"), program("db"))
                .allUp()
                .on(reload(changed(program("web")), program("db")))
                .does(
                        sends(Signal.TERM, "web"),
                        enters(STOPPING, "web"),
                        applies("1 replaced (web), 1 unchanged"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"))
                .launchedLast("/bin/other");
    }

    @Test
    void replacesWhatIsBeingSpawned() {
        Scenario.of(program("web"))
                .ready()
                .on(reload(changed(program("web"))))
                .does(enters(STOPPING, "web"), applies("1 replaced (web), 0 unchanged"))
                .on(spawned("web"))
                .does(sends(Signal.TERM, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"))
                .launchedLast("/bin/other");
    }

    @Test
    void aStopMeanwhileOutlivesTheReplacementOfWhatIsBeingSpawned() {
        Scenario.of(program("web"))
                .on(stop("web"))
                .on(reload(changed(program("web"))))
                .ready()
                .on(spawned("web"))
                .on(exits(0, "web"))
                .does(
                        sends(Signal.TERM, "web"),
                        sweeps("web"),
                        enters(STOPPED, "web"),
                        answers(DONE, "web"));
    }

    @Test
    void startsAtOnceWhatIsBackingOffAndIsLaunchedInAnotherWay() {
        Scenario.of(program("web").backoff(Backoff.linear()))
                .on(spawnFails("web"))
                .ready()
                .on(reload(changed(program("web").backoff(Backoff.linear()))))
                .does(
                        launches("web"),
                        enters(STARTING, "web"),
                        applies("1 replaced (web), 0 unchanged"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"));
    }

    @Test
    void givesWhatExitedOrFailedAnotherChanceIfItIsLaunchedInAnotherWay() {
        Scenario.of(program("done"), program("failed").startRetries(0))
                .on(spawnFails("failed"))
                .allUp()
                .on(exits(0, "done"))
                .is(EXITED, "done")
                .is(FATAL, "failed")
                .ready()
                .on(reload(program("done").stopTime(ZERO), program("failed").startRetries(1)))
                .does(applies("2 updated (done, failed), 0 unchanged"))
                .on(
                        reload(
                                changed(program("done").stopTime(ZERO)),
                                changed(program("failed").startRetries(1))))
                .does(
                        launches("done"),
                        launches("failed"),
                        enters(STARTING, "done"),
                        enters(STARTING, "failed"),
                        applies("2 replaced (done, failed), 0 unchanged"));
    }

    @Test
    void whatWasStoppedByHandStaysStopped() {
        Scenario.of(program("web"))
                .allUp()
                .on(stop("web"))
                .on(exits(0, "web"))
                .ready()
                .on(reload(changed(program("web"))))
                .does(applies("1 replaced (web), 0 unchanged"))
                .after(ofSeconds(1000))
                .does()
                .on(startWithoutWaiting("web"))
                .does(launches("web"), enters(STARTING, "web"))
                .launchedLast("/bin/other");
    }

    @Test
    void whatIsBeingStoppedByHandStaysStopped() {
        Scenario.of(program("web"))
                .allUp()
                .on(stopWithoutWaiting("web"))
                .on(reload(changed(program("web"))))
                .ready()
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"));
    }

    @Test
    void startsWhatIsToStartWithTheSupervisorFromNowOn() {
        Scenario.of(idle("web"))
                .ready()
                .on(reload(program("web")))
                .does(
                        launches("web"),
                        enters(STARTING, "web"),
                        applies("1 updated (web), 0 unchanged"));
    }

    @Test
    void doesNotStartAgainWhatWasStoppedByHandBeforeItWasToStartWithTheSupervisor() {
        Scenario.of(idle("web"))
                .on(start("web"))
                .allUp()
                .on(stop("web"))
                .on(exits(0, "web"))
                .ready()
                .on(reload(program("web")))
                .does(applies("1 updated (web), 0 unchanged"));
    }

    @Test
    void leavesUpWhatIsNotToStartWithTheSupervisorAnyMore() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload(idle("web")))
                .does(applies("1 updated (web), 0 unchanged"))
                .is(RUNNING, "web");
    }

    @Test
    void aNewStopTimeCountsForWhatIsStopping() {
        Scenario.of(program("web").stopTime(ofSeconds(100)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(5))
                .on(reload(program("web").stopTime(ofSeconds(7))))
                .ready()
                .after(ofSeconds(2))
                .does(kills("web"));
    }

    @Test
    void aStopTimeThatIsOverAlreadyKillsAtOnce() {
        Scenario.of(program("web").stopTime(ofSeconds(100)))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(5))
                .on(reload(program("web").stopTime(ofSeconds(2))))
                .ready()
                .after(ZERO)
                .does(kills("web"));
    }

    @Test
    void aNewStartTimeCountsForWhatIsStarting() {
        Scenario.of(program("web").startTime(ofSeconds(100)))
                .on(spawned("web"))
                .after(ofSeconds(5))
                .on(reload(program("web").startTime(ofSeconds(7))))
                .ready()
                .after(ofSeconds(2))
                .does(enters(RUNNING, "web"));
    }

    @Test
    void newStopSignalExitCodesAndAutorestartCountForWhatIsRunning() {
        Scenario.of(program("web"), program("db"))
                .allUp()
                .on(
                        reload(
                                program("web").stopSignal(Signal.INT),
                                program("db").autorestart(Autorestart.NEVER)))
                .ready()
                .on(stopWithoutWaiting("web"))
                .does(sends(Signal.INT, "web"), enters(STOPPING, "web"), answers(DONE, "web"))
                .on(exits(1, "db"))
                .does(sweeps("db"), enters(EXITED, "db"));
    }

    @Test
    void fewerRetriesCountForWhatIsBackingOff() {
        Scenario.of(program("web").startRetries(5).backoff(Backoff.linear()))
                .on(spawnFails("web"))
                .on(reload(program("web").startRetries(1).backoff(Backoff.linear())))
                .after(ofSeconds(1))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ZERO, "web"), enters(FATAL, "web"));
    }

    @Test
    void moreProcessesLeaveTheFirstRunningUnderItsNewName() {
        Scenario.of(program("web"))
                .allUp()
                .hasPid(100, "web")
                .on(reload(program("web").numprocs(3)))
                .does(
                        launches("web:web_01"),
                        launches("web:web_02"),
                        renames("web", "web:web_00"),
                        adds("web:web_01"),
                        adds("web:web_02"),
                        enters(STARTING, "web:web_01"),
                        enters(STARTING, "web:web_02"),
                        applies(
                                "2 added (web:web_01, web:web_02), 1 updated (web:web_00), 0"
                                        + " unchanged"))
                .isGone("web")
                .is(RUNNING, "web:web_00")
                .hasPid(100, "web:web_00");
    }

    @Test
    void fewerProcessesStopTheLastOnes() {
        Scenario.of(program("web").numprocs(3))
                .allUp()
                .on(reload(program("web")))
                .does(
                        sends(Signal.TERM, "web:web_01"),
                        sends(Signal.TERM, "web:web_02"),
                        enters(STOPPING, "web:web_01"),
                        enters(STOPPING, "web:web_02"),
                        renames("web:web_00", "web"),
                        applies("2 removed (web:web_01, web:web_02), 1 updated (web), 0 unchanged"))
                .hasPid(100, "web")
                .on(exits(0, "web:web_01"))
                .does(sweeps("web:web_01"), enters(STOPPED, "web:web_01"), removes("web:web_01"))
                .isGone("web:web_01")
                .isGone("web:web_00");
    }

    @Test
    void whatIsWantedAgainWhileItStopsStartsAgain() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload())
                .ready()
                .on(reload(program("web")))
                .does(applies("1 replaced (web), 0 unchanged"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"))
                .allUp()
                .on(reload(program("web")))
                .does(applies("1 unchanged"))
                .is(RUNNING, "web");
    }

    @Test
    void whatIsWantedAgainButNotToStartStaysDownAndKnown() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload())
                .on(reload(idle("web")))
                .ready()
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"))
                .is(STOPPED, "web");
    }

    @Test
    void whatIsRemovedWhileItIsReplacedIsGone() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload(changed(program("web"))))
                .on(reload())
                .ready()
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), removes("web"))
                .isGone("web");
    }

    @Test
    void whatIsRemovedWhileItIsSpawnedIsGone() {
        Scenario.of(program("web"))
                .on(reload())
                .ready()
                .on(spawnFails("web"))
                .does(enters(STOPPED, "web"), removes("web"))
                .isGone("web");
    }

    @Test
    void twoReloadsInARowReplaceOnce() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload(program("web").cmd("/bin/second")))
                .on(reload(program("web").cmd("/bin/third")))
                .ready()
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"))
                .launchedLast("/bin/third")
                .allUp()
                .is(RUNNING, "web");
    }

    @Test
    void aProgramInAnotherGroupIsAnotherProcess() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload(program("web").group("front")))
                .does(
                        sends(Signal.TERM, "web"),
                        launches("front:web"),
                        enters(STOPPING, "web"),
                        adds("front:web"),
                        enters(STARTING, "front:web"),
                        applies("1 added (front:web), 1 removed (web), 0 unchanged"));
    }

    @Test
    void newLimitsReachTheFileOfARenamedProcess() {
        Scenario.of(logging(1000))
                .allUp()
                .on(reload(logging(2000).numprocs(2)))
                .does(
                        limits("/var/log/web"),
                        launches("web:web_01"),
                        renames("web", "web:web_00"),
                        adds("web:web_01"),
                        enters(STARTING, "web:web_01"),
                        applies("1 added (web:web_01), 1 updated (web:web_00), 0 unchanged"))
                .on(reload(logging(3000).numprocs(2)))
                .does(
                        limits("/var/log/web"),
                        limits("/var/log/web_01"),
                        applies("2 updated (web:web_00, web:web_01), 0 unchanged"));
    }

    private static ProgramSpec.Builder logging(long bytesMax) {
        var log = Path.of("/var/log/{process}");
        return program("web").stdout(new Output.Rotated(log, new Rotation(bytesMax, 1)));
    }

    @Test
    void aNewcomerOfTheSameNameWaitsUntilTheOldOneIsGone() {
        Scenario.of(program("web"))
                .allUp()
                .on(reload(program("web").numprocsStart(1)))
                .does(
                        sends(Signal.TERM, "web"),
                        enters(STOPPING, "web"),
                        applies("1 replaced (web), 0 unchanged"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void aNewcomerOfTheSameNameWaitsForOneThatWasLeavingAlready() {
        Scenario.of(program("web"))
                .allUp()
                .on(remove("web"))
                .ready()
                .on(reload(program("web").numprocsStart(1)))
                .does(applies("1 replaced (web), 0 unchanged"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(STOPPED, "web"),
                        answers(DONE, "web"),
                        enters(STARTING, "web"));
    }
}
