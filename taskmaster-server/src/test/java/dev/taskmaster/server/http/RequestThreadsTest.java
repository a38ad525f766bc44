package dev.taskmaster.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestThreadsTest {
    @Test
    void noneIsLostThoughTheSystemHasNoThreadLeft() throws Exception {
        var made = new AtomicInteger();
        ThreadFactory scarce =
                task ->
                        new Thread(task) {
                            @Override
                            public void start() {
                                if (made.incrementAndGet() > 3) {
                                    throw new OutOfMemoryError("unable to create native thread");
                                }
                                super.start();
                            }
                        };
        var requests = new RequestThreads(scarce);
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
