package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;

/// Programs that need others.
class DependencyScenarioTest {
    private static ProgramSpec.Builder web() {
        return program("web").dependsOn("db");
    }

    private static ProgramSpec.Builder db() {
        return program("db").startRetries(1).backoff(Backoff.linear());
    }

    @Test
    void waitsUntilWhatItNeedsIsRunning() {
        Scenario.of(web(), db())
                .does(
                        launches("db"),
                        adds("web"),
                        adds("db"),
                        enters(STARTING, "db"),
                        applies("2 added (web, db), 0 unchanged"))
                .is(STOPPED, "web")
                .hasReason("waiting for db (STARTING)", "web")
                .on(spawned("db"))
                .does()
                .after(ofSeconds(1))
                .does(launches("web"), enters(RUNNING, "db"), enters(STARTING, "web"))
                .hasReason("", "web");
    }

    @Test
    void waitsForEveryProcessOfTheProgram() {
        Scenario.of(web(), db().numprocs(2))
                .on(spawned("db:db_00"))
                .after(ofSeconds(1))
                .hasReason("waiting for db:db_01 (STARTING)", "web")
                .on(spawned("db:db_01"))
                .ready()
                .after(ofSeconds(1))
                .does(launches("web"), enters(RUNNING, "db:db_01"), enters(STARTING, "web"));
    }

    @Test
    void startsWhatItNeeds() {
        Scenario.of(web().autostart(false), db().autostart(false))
                .ready()
                .on(start("web"))
                .does(launches("db"), enters(STARTING, "db"))
                .allUp()
                .is(RUNNING, "web", "db");
    }

    @Test
    void startsWhatItNeedsAtSecondHand() {
        Scenario.of(
                        program("web").autostart(false).dependsOn("app"),
                        program("app").autostart(false).dependsOn("db"),
                        db().autostart(false))
                .ready()
                .on(start("web"))
                .does(launches("db"), enters(STARTING, "db"))
                .hasReason("waiting for db (STARTING)", "web")
                .allUp()
                .is(RUNNING, "web", "app", "db");
    }

    @Test
    void oneCommandForBothStartsEachOnce() {
        Scenario.of(web().autostart(false), db().autostart(false).startTime(ZERO))
                .ready()
                .on(start("web", "db"))
                .does(launches("db"), enters(STARTING, "db"))
                .on(spawned("db"))
                .on(spawned("web"))
                .ready()
                .after(ofSeconds(1))
                .does(enters(RUNNING, "web"), answersEach(DONE, "web", DONE, "db"));
    }

    @Test
    void oneRestartForBothStartsEachOnce() {
        Scenario.of(web().autostart(false), db().autostart(false))
                .ready()
                .on(restart("web", "db"))
                .does(launches("db"), enters(STARTING, "db"))
                .on(spawned("db"))
                .ready()
                .after(ofSeconds(1))
                .does(launches("web"), enters(RUNNING, "db"), enters(STARTING, "web"));
    }

    @Test
    void whatDidItsWorkAndExitedAsExpectedIsThere() {
        Scenario.of(web(), db().startTime(ZERO))
                .on(spawned("db"))
                .on(spawned("web"))
                .on(exits(0, "db"))
                .on(stop("web"))
                .on(exits(0, "web"))
                .ready()
                .on(start("web"))
                .does(launches("web"), enters(STARTING, "web"));
    }

    @Test
    void whatIsToDoItsWorkAgainByTheSameCommandIsWaitedFor() {
        Scenario.of(web().autostart(false), db().startTime(ZERO))
                .allUp()
                .on(exits(0, "db"))
                .ready()
                .on(start("web", "db"))
                .does(launches("db"), enters(STARTING, "db"))
                .on(spawned("db"))
                .does(launches("web"), enters(RUNNING, "db"), enters(STARTING, "web"));
    }

    @Test
    void whatExitedUnexpectedlyIsStartedAgain() {
        Scenario.of(web().autostart(false), program("db").autorestart(Autorestart.NEVER))
                .allUp()
                .on(exits(1, "db"))
                .ready()
                .on(start("web"))
                .does(launches("db"), enters(STARTING, "db"))
                .hasReason("waiting for db (STARTING)", "web");
    }

    @Test
    void tellsTheCallerWhenWhatItNeedsHasFailed() {
        Scenario.of(web().autostart(false), db().startRetries(0).autostart(false))
                .on(start("web"))
                .ready()
                .on(spawnFails("db"))
                .does(backsOff(ZERO, "db"), enters(FATAL, "db"), answers(SPAWN_ERROR, "web"))
                .is(STOPPED, "web")
                .hasReason("waiting for db (FATAL)", "web");
    }

    @Test
    void tellsTheCallerAtTheEndOfAChainWhenItsBeginningHasFailed() {
        Scenario.of(
                        program("web").autostart(false).dependsOn("app"),
                        program("app").autostart(false).dependsOn("db"),
                        db().startRetries(0).autostart(false))
                .on(start("web"))
                .ready()
                .on(spawnFails("db"))
                .does(backsOff(ZERO, "db"), enters(FATAL, "db"), answers(SPAWN_ERROR, "web"))
                .hasReason("waiting for db (FATAL)", "web")
                .hasReason("waiting for db (FATAL)", "app");
    }

    @Test
    void whatWaitsStartsWhenTheFailedOneIsStartedAtLast() {
        Scenario.of(web(), db().startRetries(0))
                .on(spawnFails("db"))
                .on(start("db"))
                .allUp()
                .is(RUNNING, "web", "db");
    }

    @Test
    void aStartOfWhatWaitsTriesTheFailedOneAgain() {
        Scenario.of(web(), db().startRetries(0))
                .on(spawnFails("db"))
                .ready()
                .on(start("web"))
                .does(launches("db"), enters(STARTING, "db"))
                .on(spawnFails("db"))
                .does(backsOff(ZERO, "db"), enters(FATAL, "db"), answers(SPAWN_ERROR, "web"))
                .on(restart("web"))
                .does(launches("db"), enters(STARTING, "db"));
    }

    @Test
    void waitsOnWhileWhatItNeedsIsTriedAgain() {
        Scenario.of(web().autostart(false), db().autostart(false))
                .on(start("web"))
                .ready()
                .on(spawnFails("db"))
                .does(backsOff(ofSeconds(1), "db"))
                .hasReason("waiting for db (BACKOFF)", "web")
                .after(ofSeconds(1))
                .allUp()
                .is(RUNNING, "web", "db");
    }

    @Test
    void aStopEndsTheWaiting() {
        Scenario.of(web(), db())
                .on(start("web"))
                .ready()
                .on(stop("web"))
                .does(answers(ABNORMAL_TERMINATION, "web"), answers(DONE, "web"))
                .hasReason("", "web")
                .allUp()
                .is(RUNNING, "db")
                .is(STOPPED, "web");
    }

    @Test
    void whatEndsAndThenWaitsIsStopped() {
        Scenario.of(web(), db())
                .allUp()
                .on(exits(0, "web"))
                .on(stop("db"))
                .on(exits(0, "db"))
                .ready()
                .on(startWithoutWaiting("web"))
                .does(launches("db"), enters(STOPPED, "web"), enters(STARTING, "db"))
                .is(STOPPED, "web");
    }

    @Test
    void aDependencyThatGoesDownLaterIsNoConcernOfTheDependent() {
        Scenario.of(web(), db())
                .allUp()
                .on(stopWithoutWaiting("db"))
                .on(exits(0, "db"))
                .is(RUNNING, "web");
    }

    @Test
    void aReloadWithoutTheDependencyEndsTheWaiting() {
        Scenario.of(web(), db().startRetries(0))
                .on(spawnFails("db"))
                .ready()
                .on(reload(program("web"), db().startRetries(0)))
                .does(
                        launches("web"),
                        enters(STARTING, "web"),
                        applies("1 updated (web), 1 unchanged"));
    }

    @Test
    void theRemovalOfTheDependencyEndsTheWaiting() {
        Scenario.of(web(), db().startRetries(0))
                .on(spawnFails("db"))
                .ready()
                .on(remove("db"))
                .does(launches("web"), removes("db"), enters(STARTING, "web"), answers(DONE, "db"));
    }

    @Test
    void theRemovalOfBothStartsNeither() {
        Scenario.of(web(), db().startRetries(0))
                .on(spawnFails("db"))
                .ready()
                .on(remove("db", "web"))
                .does(removes("db"), removes("web"), answersEach(DONE, "db", DONE, "web"));
    }

    @Test
    void aCircleStartsNothingAndTellsTheCaller() {
        Scenario.of(idle("a").dependsOn("b"), idle("b").dependsOn("c"), idle("c").dependsOn("a"))
                .ready()
                .on(start("a"))
                .does(answers(SPAWN_ERROR, "a"))
                .hasReason("waiting for itself, by way of what it depends on", "a");
    }

    @Test
    void aProgramIsNotAddedWithoutWhatItNeeds() {
        Scenario.of(program("other"))
                .ready()
                .on(add(web()))
                .does(refuses("web depends on 'db', which there is not"))
                .isGone("web");
    }

    @Test
    void dependentsStopFirstInAShutdown() {
        Scenario.of(web(), db())
                .allUp()
                .on(shutdown())
                .does(
                        sends(Signal.TERM, "web"),
                        says("all is being stopped"),
                        enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        sends(Signal.TERM, "db"),
                        enters(STOPPED, "web"),
                        enters(STOPPING, "db"));
    }

    @Test
    void dependentsAtSecondHandStopFirstInAShutdownThoughTheLinkBetweenIsDown() {
        Scenario.of(
                        program("web").dependsOn("migration"),
                        program("migration").startTime(ZERO).dependsOn("db"),
                        db())
                .allUp()
                .on(exits(0, "migration"))
                .is(RUNNING, "web", "db")
                .is(EXITED, "migration")
                .ready()
                .on(shutdown())
                .does(
                        sends(Signal.TERM, "web"),
                        says("all is being stopped"),
                        enters(STOPPING, "web"));
    }
}
