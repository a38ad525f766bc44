package dev.taskmaster.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.SupervisorEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class EventRingTest {
    private static final Duration NO_WAIT = Duration.ZERO;

    private final EventRing ring =
            new EventRing(3, event -> () -> String.valueOf(event.at().getEpochSecond()));

    private void happens(int from, int to) {
        for (var second = from; second <= to; second++) {
            ring.on(new SupervisorEvent.SupervisorStopped(Instant.ofEpochSecond(second)));
        }
    }

    private String after(long serial) throws InterruptedException {
        var found = ring.after(serial, NO_WAIT);
        return found.map(
                        entries ->
                                entries.stream()
                                        .map(e -> e.serial() + "=" + e.text())
                                        .toList()
                                        .toString())
                .orElse("gap");
    }

    @Test
    void givesWhatCameAfter() throws InterruptedException {
        assertThat(after(0)).isEqualTo("[]");
        happens(1, 2);
        assertThat(after(0)).isEqualTo("[1=1, 2=2]");
        assertThat(after(1)).isEqualTo("[2=2]");
        assertThat(after(2)).isEqualTo("[]");
    }

    @Test
    void tellsAGap() throws InterruptedException {
        happens(1, 5);
        assertThat(after(1)).isEqualTo("gap");
        assertThat(after(2)).isEqualTo("[3=3, 4=4, 5=5]");
        assertThat(after(6)).as("a number that was never given").isEqualTo("gap");
        assertThat(after(-1)).isEqualTo("gap");
    }

    @Test
    void tellsAGapWhereEventsWereMissed() throws InterruptedException {
        happens(1, 1);
        ring.missed(5);
        assertThat(after(1)).isEqualTo("gap");
        assertThat(after(6)).isEqualTo("[]");
        happens(9, 9);
        assertThat(after(6)).isEqualTo("[7=9]");
    }

    @Test
    void keepsTheLastOnes() {
        happens(1, 5);
        assertThat(ring.recent(2)).extracting(EventRing.Entry::serial).containsExactly(4L, 5L);
        assertThat(ring.recent(100)).hasSize(3);
    }

    @Test
    void tellsTheLastOnesWhenItIsClosed() throws InterruptedException {
        happens(1, 2);
        ring.close();
        assertThat(ring.endsWith(1)).isFalse();
        assertThat(after(1)).isEqualTo("[2=2]");
        assertThat(ring.endsWith(2)).isTrue();
        assertThat(ring.after(2, Duration.ofDays(1))).as("waits for nothing").hasValue(List.of());
    }

    @Test
    void wakesWhoWaits() throws Exception {
        var waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return ring.after(0, Duration.ofSeconds(30)).orElseThrow();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        happens(1, 1);
        assertThat(waiting.get()).isNotEmpty();
    }
}
