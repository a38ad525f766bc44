package dev.taskmaster.cli.control;

import java.io.Closeable;
import java.util.concurrent.CountDownLatch;

/// Something that is followed until it is closed.
public interface Following extends Closeable {

    /// Waits until there is nothing more to follow.
    ///
    /// @throws NoDaemonException if the supervisor is gone
    void await() throws InterruptedException;

    /// {@return a following that does not end by itself}
    ///
    /// @param end ends it
    static Following endless(Closeable end) {
        return new Following() {
            @Override
            public void await() throws InterruptedException {
                new CountDownLatch(1).await();
            }

            @Override
            public void close() throws java.io.IOException {
                end.close();
            }
        };
    }
}
