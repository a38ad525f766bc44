package dev.taskmaster.cli.control;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.http.Answer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Reads an answer without end on a thread of its own, and asks again when it ends nevertheless:
/// the daemon was replaced, it may be.
final class RemoteFollowing implements Following {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final String address;
    private final Stream stream;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Answer answer;
    private boolean isClosed;

    /// @param address who answers
    /// @param stream what is read
    /// @throws IOException if it cannot be opened
    RemoteFollowing(String address, Stream stream) throws IOException {
        this.address = address;
        this.stream = stream;
        this.answer = stream.open();
        Thread.ofPlatform().daemon().name("taskmaster-follow").start(this::run);
    }

    /// Something without end, which is read over as many connections as it takes.
    interface Stream {
        /// {@return an answer that begins after all that was read}
        Answer open() throws IOException;

        /// Reads until the end.
        void read(InputStream body) throws IOException;
    }

    private void run() {
        try {
            do {
                read();
            } while (comesBack());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void read() {
        try (var current = current()) {
            stream.read(current.body());
        } catch (IOException e) {
            // It was closed, here or there.
        }
    }

    private synchronized Answer current() {
        return answer;
    }

    private boolean comesBack() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isClosed() && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            try {
                return take(stream.open());
            } catch (IOException
                    | NoDaemonException
                    | RefusedException
                    | CommandRejectedException e) {
                // Not yet.
            }
        }
        return false;
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    private synchronized boolean take(Answer next) throws IOException {
        answer = next;
        if (isClosed) {
            next.close();
        }
        return !isClosed;
    }

    @Override
    public void await() throws InterruptedException {
        ended.await();
        throw new NoDaemonException("the daemon at " + address + " is gone");
    }

    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        answer.close();
    }
}
