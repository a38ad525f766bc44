package dev.taskmaster.server.http;

import dev.taskmaster.testing.ScarceThreads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestThreadsTest {
    @Test
    void noneIsLostThoughTheSystemHasNoThreadLeft() throws Exception {
        var requests = new RequestThreads(new ScarceThreads(3));
        try {
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(100);
            for (var number = 0; number < 100; number++) {
                requests.execute(
                        () -> {
                            await(go);
                            done.countDown();
                        });
            }
            go.countDown();
            done.await();
        } finally {
            requests.close();
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
