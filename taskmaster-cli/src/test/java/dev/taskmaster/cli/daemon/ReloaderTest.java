package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Problem;
import dev.taskmaster.event.ReloadSummary;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class ReloaderTest {
    private static final int PATIENCE_SECONDS = 20;
    private static final int BROKEN = Integer.MIN_VALUE;

    private final AtomicInteger file = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore mayLeave = new Semaphore(0);
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final Reloader reloader = new Reloader(this::reload, new Told());

    /// A reload that reads the number in the file, and then waits to be let go.
    private ReloadSummary reload() throws InterruptedException {
        assertThat(atOnce.incrementAndGet()).isOne();
        var read = file.get();
        entered.release();
        mayLeave.acquire();
        atOnce.decrementAndGet();
        if (read == BROKEN) {
            throw new IllegalStateException("a mistake");
        }
        if (read < 0) {
            throw new ConfigException(List.of(new Problem(Path.of("/t.yml"), 1, 1, "bad")));
        }
        return new ReloadSummary(List.of(), List.of(), List.of(), List.of(), read);
    }

    private final class Told implements Reloader.Listener {
        @Override
        public void reloaded(ReloadSummary summary) {
            told.add(summary.unchanged());
        }

        @Override
        public void refused(ConfigException problems) {
            told.add(problems.problems().size() + " problem");
        }
    }

    private void awaitEntered() throws InterruptedException {
        assertThat(entered.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private Object awaitTold() throws InterruptedException {
        return told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aHundredRequestsWhileOneReloadIsUnderWayAreAnsweredByOneMore()
            throws InterruptedException {
        reloader.request();
        awaitEntered();
        for (var i = 1; i <= 100; i++) {
            file.set(i);
            reloader.request();
        }
        mayLeave.release(2);
        assertThat(awaitTold()).isEqualTo(0);
        assertThat(awaitTold()).as("reads what the last request was about").isEqualTo(100);
        assertThat(entered.availablePermits()).as("second reload, and no third").isEqualTo(1);
    }

    @Test
    void requestsAreServedAgainAfterAPause() throws InterruptedException {
        mayLeave.release(3);
        for (var i = 1; i <= 3; i++) {
            file.set(i);
            reloader.request();
            assertThat(awaitTold()).isEqualTo(i);
        }
    }

    @Test
    void aRefusedFileDoesNotEndTheServing() throws InterruptedException {
        mayLeave.release(2);
        file.set(-1);
        reloader.request();
        assertThat(awaitTold()).isEqualTo("1 problem");
        file.set(5);
        reloader.request();
        assertThat(awaitTold()).isEqualTo(5);
    }

    @Test
    void aReloadThatBreaksDoesNotEndTheServing() throws InterruptedException {
        mayLeave.release(2);
        file.set(BROKEN);
        reloader.request();
        awaitEntered();
        file.set(5);
        reloader.request();
        assertThat(awaitTold()).isEqualTo(5);
    }

    @Test
    void aReloadFromTheShellWaitsForItsTurn() throws InterruptedException {
        reloader.request();
        awaitEntered();
        file.set(9);
        var answer = new LinkedBlockingQueue<Integer>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                answer.add(reloader.now().unchanged());
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        mayLeave.release(2);
        assertThat(awaitTold()).isEqualTo(0);
        assertThat(answer.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(9);
        assertThat(told).as("only its own caller is told").isEmpty();
    }
}
