package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names, and the answers to commands.
class CommandScenarioTest {
    private static ProgramSpec.Builder workers() {
        return idle("work").group("pool").numprocs(2);
    }

    private static ProgramSpec.Builder inPool(String name) {
        return idle(name).group("pool");
    }

    @ParameterizedTest
    @CsvSource({
        "web, web",
        "web:web, web",
        "web:, web",
        "web:*, web",
        "pool:work_01, pool:work_01",
        "work_01, pool:work_01",
        "pool:*, pool:mail pool:work_00 pool:work_01",
        "pool:, pool:mail pool:work_00 pool:work_01",
        "pool, pool:mail pool:work_00 pool:work_01",
        "work, pool:work_00 pool:work_01",
        "all, pool:mail pool:work_00 pool:work_01 web",
        "*, pool:mail pool:work_00 pool:work_01 web"
    })
    void findsProcessesByTheirNames(String name, String found) {
        Scenario.of(idle("web"), inPool("mail"), workers())
                .on(start("all"))
                .allUp()
                .on(signal(Signal.HUP, name))
                .answered(DONE, found.split(" "));
    }

    @Test
    void aProcessInAGroupOfItsOwnNameIsMeantBeforeOthersOfThatName() {
        Scenario.of(idle("web"), idle("web").group("pool"))
                .ready()
                .on(startWithoutWaiting("web"))
                .does(launches("web"), enters(STARTING, "web"));
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, NO_SUCH_PROCESS",
        "web:nosuch, NO_SUCH_PROCESS",
        "nosuch:web, NO_SUCH_PROCESS",
        "nosuch:*, NO_SUCH_GROUP",
        "nosuch:, NO_SUCH_GROUP",
        "'', NO_SUCH_PROCESS"
    })
    void saysWhatThereIsNot(String name, Result result) {
        Scenario.of(idle("web"))
                .ready()
                .on(start(name))
                .does(answers(result, name))
                .on(stop(name))
                .does(answers(result, name))
                .on(restart(name))
                .does(answers(result, name))
                .on(remove(name))
                .does(answers(result, name))
                .on(signal(Signal.HUP, name))
                .does(answers(result, name));
    }

    @Test
    void allOfNothingIsNoError() {
        Scenario.of(idle("web"))
                .on(remove("web"))
                .ready()
                .on(start("all"))
                .does(answersNothing())
                .on(stop("*"))
                .does(answersNothing());
    }

    @Test
    void answersWhenTheLastOfManyIsDone() {
        Scenario.of(idle("a"), idle("b").startTime(ZERO))
                .ready()
                .on(start("a", "nosuch", "b"))
                .on(spawned("b"))
                .on(spawned("a"))
                .ready()
                .after(ofSeconds(1))
                .does(
                        enters(RUNNING, "a"),
                        answersEach(DONE, "a", NO_SUCH_PROCESS, "nosuch", DONE, "b"));
    }

    @Test
    void manyPassOverThoseThatNeedNothing() {
        Scenario.of(idle("up"), idle("down"))
                .on(start("up"))
                .allUp()
                .on(startWithoutWaiting("all"))
                .does(launches("down"), enters(STARTING, "down"))
                .on(spawned("down"))
                .does(answers(DONE, "down"))
                .on(startWithoutWaiting("all"))
                .does(answersNothing());
    }

    @Test
    void stopsManyAtOnceInStartOrder() {
        Scenario.of(idle("b").priority(2), idle("a").priority(1), idle("c").priority(3))
                .on(start("a", "b", "c"))
                .allUp()
                .on(stopWithoutWaiting("all"))
                .does(
                        sends(Signal.TERM, "a"),
                        sends(Signal.TERM, "b"),
                        sends(Signal.TERM, "c"),
                        enters(STOPPING, "a"),
                        enters(STOPPING, "b"),
                        enters(STOPPING, "c"),
                        answers(DONE, "a", "b", "c"));
    }

    @Test
    void aNameGivenTwiceStartsOnce() {
        Scenario.of(idle("web").startTime(ZERO))
                .ready()
                .on(start("web", "web"))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawned("web"))
                .does(enters(RUNNING, "web"), answers(DONE, "web", "web"));
    }

    @Test
    void signalsGoToTheProcessAloneWhereverItLives() {
        Scenario.of(idle("web").stopAsGroup(true))
                .on(start("web"))
                .on(spawned("web"))
                .ready()
                .on(signal(Signal.USR1, "web"))
                .does(sends(Signal.USR1, "web"), answers(DONE, "web"))
                .on(stopWithoutWaiting("web"))
                .ready()
                .on(signal(Signal.USR1, "web"))
                .does(sends(Signal.USR1, "web"), answers(DONE, "web"));
    }

    @Test
    void signalsForWhatHasNoProcessAreRefused() {
        Scenario.of(program("web"))
                .ready()
                .on(signal(Signal.HUP, "web"))
                .does(answers(NOT_RUNNING, "web"))
                .on(spawnFails("web"))
                .ready()
                .on(signal(Signal.HUP, "web"))
                .does(answers(NOT_RUNNING, "web"))
                .on(signal(Signal.HUP, "all"))
                .does(answersNothing());
    }

    @Test
    void writesToOneLivingProcess() {
        Scenario.of(idle("web"), workers())
                .on(start("web"))
                .allUp()
                .on(write("web"))
                .does(writes("web"))
                .on(write("pool:work_00"))
                .does(answers(NOT_RUNNING, "pool:work_00"))
                .on(write("pool"))
                .does(answers(NO_SUCH_PROCESS, "pool"));
    }

    @Test
    void addsAProgramAndStartsIt() {
        Scenario.of(idle("web"))
                .ready()
                .on(add(idle("db")))
                .does(launches("db"), adds("db"), enters(STARTING, "db"))
                .on(spawned("db"))
                .does()
                .after(ofSeconds(1))
                .does(enters(RUNNING, "db"), answers(DONE, "db"));
    }

    @Test
    void doesNotAddAProgramThatIsThere() {
        Scenario.of(idle("web"))
                .ready()
                .on(add(idle("web").cmd("/bin/other")))
                .does(refuses("there is a process web already"));
    }

    @Test
    void removesWhatRunsWhenItIsGone() {
        Scenario.of(program("web"))
                .allUp()
                .on(remove("web"))
                .does(sends(Signal.TERM, "web"), enters(STOPPING, "web"))
                .is(STOPPING, "web")
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), removes("web"), answers(DONE, "web"))
                .isGone("web");
    }

    @Test
    void removesWhatIsDownAtOnce() {
        Scenario.of(idle("web"))
                .ready()
                .on(remove("web"))
                .does(removes("web"), answers(DONE, "web"))
                .isGone("web")
                .on(start("web"))
                .does(answers(NO_SUCH_PROCESS, "web"));
    }

    @Test
    void whatIsBeingRemovedCannotBeStartedOrRestarted() {
        Scenario.of(program("web"))
                .allUp()
                .on(remove("web"))
                .ready()
                .on(start("web"))
                .does(answers(ABNORMAL_TERMINATION, "web"))
                .on(restart("web"))
                .does(answers(ABNORMAL_TERMINATION, "web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), enters(STOPPED, "web"), removes("web"), answers(DONE, "web"))
                .isGone("web");
    }
}
