package dev.taskmaster.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.ScarceThreads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrandsTest {
    @Test
    void oneThatBlocksHoldsUpNoOther() throws Exception {
        try (var errands = new Errands()) {
            var together = new CyclicBarrier(100);
            var done = new CountDownLatch(100);
            for (var number = 0; number < 100; number++) {
                errands.execute(
                        () -> {
                            try {
                                together.await();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                            done.countDown();
                        });
            }
            done.await();
        }
    }

    @Test
    void noneIsLostThoughThereAreMoreThanThreads() throws Exception {
        try (var errands = new Errands()) {
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(1000);
            for (var number = 0; number < 1000; number++) {
                errands.execute(
                        () -> {
                            await(go);
                            done.countDown();
                        });
            }
            assertThat(done.getCount()).isEqualTo(1000);
            go.countDown();
            done.await();
        }
    }

    @Test
    void noneIsLostThoughTheSystemHasNoThreadLeft() throws Exception {
        try (var errands = new Errands(new ScarceThreads(3))) {
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(100);
            for (var number = 0; number < 100; number++) {
                errands.execute(
                        () -> {
                            await(go);
                            done.countDown();
                        });
            }
            go.countDown();
            done.await();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
