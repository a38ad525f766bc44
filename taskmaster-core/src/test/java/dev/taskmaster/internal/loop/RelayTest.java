package dev.taskmaster.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.ScarceThreads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch diskIsBack = new CountDownLatch(1);
    private final Relay relay = new Relay(this::thread);

    private Thread thread(Runnable task) {
        var thread = Thread.ofPlatform().daemon().unstarted(task);
        threads.add(thread);
        return thread;
    }

    @AfterEach
    void close() throws InterruptedException {
        diskIsBack.countDown();
        relay.close();
        for (var thread : List.copyOf(threads)) {
            thread.join();
        }
    }

    private void hang() {
        try {
            diskIsBack.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAll() throws InterruptedException {
        var all = new CountDownLatch(1);
        relay.execute(all::countDown);
        all.await();
    }

    @Test
    void errandsRunInTheirOrder() throws InterruptedException {
        IntStream.range(0, 10_000).forEach(number -> relay.execute(() -> done.add(number)));
        awaitAll();
        assertThat(done).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
        assertThat(threads).hasSize(2);
    }

    @Test
    void thoseBehindOneThatHangsGoOnInTheirOrder() throws InterruptedException {
        relay.execute(this::hang);
        IntStream.range(0, 100).forEach(number -> relay.execute(() -> done.add(number)));
        awaitAll();
        assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void oneAloneBehindOneThatHangsGoesOn() throws InterruptedException {
        for (var i = 0; i < 10; i++) {
            relay.execute(this::hang);
            awaitAll();
        }
    }

    @Test
    void manyThatHangAreNoticedSoonOnceOneWas() throws InterruptedException {
        var start = System.nanoTime();
        IntStream.range(0, 100).forEach(_ -> relay.execute(this::hang));
        awaitAll();
        var patient = 10 * Relay.PATIENCE.toNanos();
        assertThat(System.nanoTime() - start).isLessThan(patient);
        assertThat(threads).hasSize(102);
        diskIsBack.countDown();
        awaitAll();
        // One to run errands and one to relieve it.
        Await.until(() -> threads.stream().filter(Thread::isAlive).count() == 2);
    }

    @Test
    void oneThatFailsHoldsUpNobody() throws InterruptedException {
        relay.execute(
                () -> {
                    throw new AssertionError("an errand that fails");
                });
        awaitAll();
    }

    @Test
    void goesOnAloneWhereTheSystemHasNoThreadLeft() throws InterruptedException {
        try (var alone = new Relay(new ScarceThreads(1))) {
            var slow = new CountDownLatch(1);
            var last = new CountDownLatch(1);
            alone.execute(() -> done.add(1));
            alone.execute(slow::countDown);
            alone.execute(last::countDown);
            slow.await();
            last.await();
        }
        assertThat(done).containsExactly(1);
    }

    @Test
    void closingWaitsForAllButThatHang() {
        relay.execute(this::hang);
        IntStream.range(0, 3).forEach(number -> relay.execute(() -> done.add(number)));
        relay.execute(this::hang);
        relay.close();
        assertThat(done).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> relay.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
