package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;

/// The end of all.
class ShutdownScenarioTest {
    @Test
    void endsAtOnceWhenNothingIsUp() {
        Scenario.of(idle("web"))
                .ready()
                .on(shutdown())
                .does(says("all is being stopped"), finishes());
    }

    @Test
    void stopsGroupAfterGroupInReverseStartOrder() {
        Scenario.of(
                        inGroupOfPriority(1, program("db")),
                        inGroupOfPriority(2, program("app")),
                        inGroupOfPriority(3, program("web")))
                .allUp()
                .on(shutdown())
                .does(
                        sends(Signal.TERM, "web"),
                        says("all is being stopped"),
                        enters(STOPPING, "web"))
                .on(exits(0, "web"))
                .does(
                        sweeps("web"),
                        sends(Signal.TERM, "app"),
                        enters(STOPPED, "web"),
                        enters(STOPPING, "app"))
                .on(exits(0, "app"))
                .does(
                        sweeps("app"),
                        sends(Signal.TERM, "db"),
                        enters(STOPPED, "app"),
                        enters(STOPPING, "db"))
                .on(exits(0, "db"))
                .does(sweeps("db"), enters(STOPPED, "db"), finishes());
    }

    @Test
    void stopsSideBySideWithinAStage() {
        Scenario.of(program("a").priority(5), program("b").priority(5), program("c").priority(1))
                .allUp()
                .on(shutdown())
                .does(
                        sends(Signal.TERM, "a"),
                        sends(Signal.TERM, "b"),
                        says("all is being stopped"),
                        enters(STOPPING, "a"),
                        enters(STOPPING, "b"))
                .on(exits(0, "b"))
                .does(sweeps("b"), enters(STOPPED, "b"))
                .on(exits(0, "a"))
                .does(
                        sweeps("a"),
                        sends(Signal.TERM, "c"),
                        enters(STOPPED, "a"),
                        enters(STOPPING, "c"));
    }

    @Test
    void killsWhatDoesNotStopInTime() {
        Scenario.of(program("web").stopTime(ofSeconds(3)))
                .allUp()
                .on(shutdown())
                .ready()
                .after(ofSeconds(3))
                .does(kills("web"))
                .on(diesOf(Signal.KILL, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), finishes());
    }

    @Test
    void aSecondShutdownKillsWhatIsLeftInAllStages() {
        Scenario.of(program("web").priority(2), program("db").priority(1))
                .allUp()
                .on(shutdown())
                .ready()
                .on(shutdown())
                .does(
                        sends(Signal.KILL, "web"),
                        sendsTree(Signal.KILL, "web"),
                        sends(Signal.KILL, "db"),
                        sendsTree(Signal.KILL, "db"),
                        says("web is killed"),
                        enters(STOPPING, "db"),
                        says("db is killed"))
                .on(diesOf(Signal.KILL, "db"))
                .does(sweeps("db"), enters(STOPPED, "db"))
                .on(diesOf(Signal.KILL, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), answersNothing().and(finishes()));
    }

    @Test
    void aSecondShutdownKillsWhatIsBeingSpawnedAsSoonAsItLives() {
        Scenario.of(program("web"))
                .on(shutdown())
                .on(shutdown())
                .ready()
                .on(spawned("web"))
                .does(kills("web"));
    }

    @Test
    void waitsForWhatIsBeingSpawnedAndStopsIt() {
        Scenario.of(program("web"))
                .ready()
                .on(shutdown())
                .does(says("all is being stopped"), enters(STOPPING, "web"))
                .on(spawned("web"))
                .does(sends(Signal.TERM, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), finishes());
    }

    @Test
    void endsWhenWhatIsBeingSpawnedFails() {
        Scenario.of(program("web"))
                .on(shutdown())
                .ready()
                .on(spawnFails("web"))
                .does(enters(STOPPED, "web"), finishes());
    }

    @Test
    void dropsWhatIsBackingOffOrWaitsForOthers() {
        Scenario.of(program("web").dependsOn("db"), program("db"))
                .on(spawnFails("db"))
                .is(BACKOFF, "db")
                .ready()
                .on(shutdown())
                .does(says("all is being stopped"), enters(STOPPED, "db"), finishes())
                .hasReason("", "web");
    }

    @Test
    void startsNothingAgain() {
        Scenario.of(
                        program("first").priority(9),
                        program("crashes").priority(1).autorestart(Autorestart.ALWAYS),
                        program("fails").priority(2),
                        program("restarts").priority(3))
                .allUp()
                .on(exits(1, "fails"))
                .on(spawned("fails"))
                .on(restart("restarts"))
                .on(shutdown())
                .ready()
                .on(exits(1, "crashes"))
                .does(sweeps("crashes"), enters(EXITED, "crashes"))
                .on(exits(1, "fails"))
                .does(sweeps("fails"), backsOff(ZERO, "fails"), enters(FATAL, "fails"))
                .on(exits(0, "restarts"))
                .does(
                        sweeps("restarts"),
                        enters(STOPPED, "restarts"),
                        answers(ABNORMAL_TERMINATION, "restarts"))
                .on(exits(0, "first"))
                .does(sweeps("first"), enters(STOPPED, "first"), finishes());
    }

    @Test
    void refusesEveryOtherCommand() {
        Scenario.of(program("web"))
                .allUp()
                .on(shutdown())
                .ready()
                .on(start("web"))
                .does(answers(SHUTTING_DOWN, "web"))
                .on(stop("web", "db"))
                .does(answers(SHUTTING_DOWN, "web", "db"))
                .on(restart("web"))
                .does(answers(SHUTTING_DOWN, "web"))
                .on(remove("web"))
                .does(answers(SHUTTING_DOWN, "web"))
                .on(signal(Signal.HUP, "web"))
                .does(answers(SHUTTING_DOWN, "web"))
                // What still runs may still be spoken to: event listeners are told of the shutdown.
                .on(write("web"))
                .does(writes("web"))
                .on(reload())
                .does(refuses("the supervisor is shutting down"))
                .on(add(program("db")))
                .does(refuses("the supervisor is shutting down"));
    }

    @Test
    void whatStillRunsMayBeWrittenTo() {
        Scenario.of(program("web"))
                .allUp()
                .on(shutdown())
                .ready()
                .on(write("web"))
                .does(writes("web"));
    }

    @Test
    void nothingHappensAfterTheEnd() {
        Scenario.of(program("web"))
                .allUp()
                .on(shutdown())
                .on(exits(0, "web"))
                .ready()
                .on(start("web"))
                .does(answers(SHUTTING_DOWN, "web"))
                .on(shutdown())
                .does(answersNothing())
                .after(ofSeconds(1000))
                .does();
    }

    @Test
    void leavesBehindWhatItIsNotLetKill() {
        Scenario.of(program("web"), program("log"))
                .allUp()
                .on(shutdown())
                .on(exits(0, "log"))
                .after(ofSeconds(10))
                .ready()
                .on(killRefused("web"))
                .does(enters(UNKNOWN, "web"), finishes())
                .is(UNKNOWN, "web");
    }

    @Test
    void doesNotWaitForWhatIsOutOfControlAlready() {
        Scenario.of(program("web"))
                .allUp()
                .on(stop("web"))
                .after(ofSeconds(10))
                .on(killRefused("web"))
                .ready()
                .on(shutdown())
                .does(says("all is being stopped"), finishes());
    }
}
