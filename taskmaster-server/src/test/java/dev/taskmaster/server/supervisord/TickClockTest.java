package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class TickClockTest {
    private static Instant at(double second) {
        return Instant.EPOCH.plusMillis((long) (second * 1000));
    }

    private static List<String> due(TickClock clock, double second) {
        return clock.due(at(second)).stream().map(e -> e.type() + " " + e.payload()).toList();
    }

    @Test
    void ticksAtMultiplesOfThePeriodAndNotAtTheStart() {
        var clock = new TickClock(TickClock.all(), at(7195));
        assertThat(due(clock, 7195)).isEmpty();
        assertThat(due(clock, 7199.999)).isEmpty();
        assertThat(due(clock, 7200))
                .containsExactly("TICK_5 when:7200", "TICK_60 when:7200", "TICK_3600 when:7200");
        assertThat(due(clock, 7200)).isEmpty();
        assertThat(due(clock, 7205.3)).containsExactly("TICK_5 when:7205");
    }

    @Test
    void makesOnlyWhatIsWanted() {
        var clock = new TickClock(Set.of(EventType.TICK_60, EventType.TICK), at(0));
        assertThat(due(clock, 59)).isEmpty();
        assertThat(due(clock, 60)).containsExactly("TICK_60 when:60");
    }

    @Test
    void sleepsUntilTheNextOne() {
        assertThat(new TickClock(TickClock.all(), at(12)).untilNext(at(12.5)))
                .isEqualTo(Duration.ofMillis(2500));
        assertThat(new TickClock(Set.of(EventType.TICK_3600), at(12)).untilNext(at(3600)))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aJumpOfTheClockIsOneTick() {
        var clock = new TickClock(Set.of(EventType.TICK_5), at(1000));
        assertThat(due(clock, 2003)).containsExactly("TICK_5 when:2000");
        assertThat(due(clock, 1001)).containsExactly("TICK_5 when:1000");
    }
}
