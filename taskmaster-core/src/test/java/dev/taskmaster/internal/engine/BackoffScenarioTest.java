package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Reaction.*;
import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static org.assertj.core.api.Assertions.assertThat;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.ProcessName;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/// How long it waits before it tries again, and when it gives up.
class BackoffScenarioTest {
    private static final Backoff.Exponential TO_FOUR_SECONDS =
            new Backoff.Exponential(ofSeconds(1), ofSeconds(4), 2, 0, ofSeconds(10));

    @Test
    void linearWaitsOneSecondMoreEachTimeAndGivesUpAfterTheLastRetry() {
        Scenario.of(program("web").startRetries(3).backoff(Backoff.linear()))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"))
                .after(ofSeconds(1))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(2), "web"))
                .after(ofSeconds(2))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(3), "web"))
                .after(ofMillis(2999))
                .does()
                .after(ofMillis(1))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ZERO, "web"), enters(FATAL, "web"))
                .hasReason("no such file", "web")
                .after(ofSeconds(1000))
                .does();
    }

    @Test
    void withoutRetriesTheFirstFailureIsFatal() {
        Scenario.of(program("web").startRetries(0))
                .ready()
                .on(spawned("web"))
                .on(exits(0, "web"))
                .does(sweeps("web"), backsOff(ZERO, "web"), enters(FATAL, "web"));
    }

    @Test
    void aStartAfterFatalHasAllItsRetriesAgain() {
        Scenario.of(program("web").startRetries(1).backoff(Backoff.linear()))
                .on(spawnFails("web"))
                .after(ofSeconds(1))
                .on(spawnFails("web"))
                .is(FATAL, "web")
                .on(start("web"))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"), answers(SPAWN_ERROR, "web"));
    }

    @Test
    void linearRestartsAfterRunningAreImmediateAndUnlimited() {
        var story =
                Scenario.of(
                                program("web")
                                        .startTime(ZERO)
                                        .startRetries(0)
                                        .autorestart(Autorestart.ALWAYS)
                                        .backoff(Backoff.linear()))
                        .on(spawned("web"))
                        .ready();
        for (var i = 0; i < 100; i++) {
            story.on(exits(0, "web"))
                    .does(
                            sweeps("web"),
                            launches("web"),
                            enters(EXITED, "web"),
                            enters(STARTING, "web"))
                    .on(spawned("web"))
                    .does(enters(RUNNING, "web"));
        }
    }

    @Test
    void aSuccessfulStartForgetsTheFailedOnes() {
        Scenario.of(
                        program("web")
                                .startRetries(1)
                                .autorestart(Autorestart.ALWAYS)
                                .backoff(Backoff.linear()))
                .on(spawnFails("web"))
                .after(ofSeconds(1))
                .allUp()
                .on(exits(0, "web"))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"));
    }

    @Test
    void exponentialGrowsUpToItsMaximum() {
        Scenario.of(program("web").startRetries(10).backoff(TO_FOUR_SECONDS))
                .ready()
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(1), "web"))
                .after(ofSeconds(1))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(2), "web"))
                .after(ofSeconds(2))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(4), "web"))
                .after(ofSeconds(4))
                .does(launches("web"), enters(STARTING, "web"))
                .on(spawnFails("web"))
                .does(backsOff(ofSeconds(4), "web"));
    }

    @Test
    void exponentialRestartsAtOnceTheFirstTimeAndThenWaits() {
        Scenario.of(program("web").backoff(TO_FOUR_SECONDS))
                .allUp()
                .on(exits(1, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"))
                .allUp()
                .on(exits(1, "web"))
                .does(sweeps("web"), enters(EXITED, "web"), backsOff(ofSeconds(1), "web"))
                .hasReason("keeps ending: exit status 1", "web")
                .after(ofSeconds(1))
                .does(launches("web"), enters(STARTING, "web"))
                .allUp()
                .on(exits(1, "web"))
                .does(sweeps("web"), enters(EXITED, "web"), backsOff(ofSeconds(2), "web"));
    }

    @Test
    void aHealthyRunForgetsEarlierCrashes() {
        Scenario.of(program("web").backoff(TO_FOUR_SECONDS))
                .allUp()
                .on(exits(1, "web"))
                .allUp()
                .after(ofSeconds(10))
                .on(exits(1, "web"))
                .does(
                        sweeps("web"),
                        launches("web"),
                        enters(EXITED, "web"),
                        enters(STARTING, "web"));
    }

    @Test
    void crashesAfterRunningAreNeverFatal() {
        var story = Scenario.of(program("web").startRetries(0).backoff(TO_FOUR_SECONDS)).allUp();
        for (var i = 0; i < 20; i++) {
            story.on(exits(1, "web")).after(ofSeconds(4)).allUp().is(RUNNING, "web");
        }
    }

    @Test
    void jitterStaysWithinItsShareAndDiffersBetweenProcesses() {
        var backoff = new Backoff.Exponential(ofSeconds(10), ofSeconds(10), 1, 0.2, ofSeconds(1));
        var now = new Moment(ZERO, Instant.EPOCH);
        var waits =
                IntStream.range(0, 1000)
                        .mapToObj(i -> Waits.exponential(backoff, 1, ProcessName.of("p" + i), now))
                        .toList();
        assertThat(waits).allMatch(wait -> wait.compareTo(ofSeconds(8)) >= 0);
        assertThat(waits).allMatch(wait -> wait.compareTo(ofSeconds(12)) <= 0);
        assertThat(waits).anyMatch(wait -> wait.compareTo(ofMillis(8200)) < 0);
        assertThat(waits).anyMatch(wait -> wait.compareTo(ofMillis(11800)) > 0);
        assertThat(waits.stream().mapToLong(Duration::toMillis).average().orElseThrow())
                .isBetween(9800.0, 10200.0);
    }

    @Test
    void hugeValuesDoNotOverflow() {
        var hundredYears = Duration.ofDays(36_500);
        var backoff = new Backoff.Exponential(hundredYears, hundredYears, 10, 1, ofSeconds(1));
        var now = new Moment(Duration.ofDays(365), Instant.EPOCH);
        assertThat(Waits.exponential(backoff, 1_000_000, ProcessName.of("web"), now))
                .isBetween(ZERO, hundredYears.multipliedBy(2));
    }

    @Test
    void theMomentOfTheNextStartIsPublishedWhileItWaits() {
        var story =
                Scenario.of(program("web").backoff(Backoff.linear()))
                        .after(ofSeconds(5))
                        .on(spawnFails("web"));
        assertThat(story.status("web").nextStart()).hasValue(Instant.EPOCH.plusSeconds(6));
        assertThat(story.status("web").tries()).isEqualTo(1);
        story.after(ofSeconds(1));
        assertThat(story.status("web").nextStart()).isEmpty();
    }
}
