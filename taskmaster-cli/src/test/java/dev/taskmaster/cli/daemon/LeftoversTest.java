package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class LeftoversTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final SupervisorEvent RELOADED =
            new SupervisorEvent.Reloaded(
                    Instant.EPOCH,
                    new ReloadSummary(List.of(), List.of(), List.of(), List.of(), 0, List.of()));

    private static final SupervisorEvent OTHER =
            new SupervisorEvent.SupervisorStarted(Instant.EPOCH, 1);

    private final LinkedBlockingQueue<Long> collections = new LinkedBlockingQueue<>();
    private final Leftovers leftovers =
            new Leftovers(MOMENT, () -> collections.add(System.nanoTime()));

    @Test
    void collectsAfterAReloadWhenNothingHasHappenedForAMoment() throws InterruptedException {
        leftovers.on(RELOADED);
        leftovers.on(OTHER);
        var last = System.nanoTime();

        assertThat(collections.poll(10, TimeUnit.SECONDS))
                .isNotNull()
                .isGreaterThan(last + MOMENT.minusMillis(100).toNanos());
    }

    @Test
    void collectsOnceForManyReloadsAndAgainForLaterOnes() throws InterruptedException {
        leftovers.on(RELOADED);
        leftovers.on(RELOADED);
        assertThat(collections.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(collections.poll(2 * MOMENT.toMillis(), TimeUnit.MILLISECONDS)).isNull();

        leftovers.on(RELOADED);
        assertThat(collections.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void doesNothingForOtherEvents() throws InterruptedException {
        leftovers.on(OTHER);
        assertThat(collections.poll(2 * MOMENT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }
}
