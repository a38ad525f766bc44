package dev.taskmaster.cli.control;

import dev.taskmaster.cli.control.http.Answer;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/// Reads an answer without end on a thread of its own.
final class RemoteFollowing implements Following {
    private final String address;
    private final Answer answer;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// @param address who answers
    /// @param answer what is read, and closed with this
    /// @param reader reads until the end
    RemoteFollowing(String address, Answer answer, Reader reader) {
        this.address = address;
        this.answer = answer;
        Thread.ofPlatform().daemon().name("taskmaster-follow").start(() -> run(reader));
    }

    /// Reads until the end.
    @FunctionalInterface
    interface Reader {
        void read(InputStream body) throws IOException;
    }

    private void run(Reader reader) {
        try {
            reader.read(answer.body());
        } catch (IOException e) {
            // It was closed, here or there: who waits is told.
        } finally {
            ended.countDown();
        }
    }

    @Override
    public void await() throws InterruptedException {
        ended.await();
        throw new NoDaemonException("the daemon at " + address + " is gone");
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
