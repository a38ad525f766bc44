package dev.taskmaster.server.tail;

import dev.taskmaster.log.LogFile;
import dev.taskmaster.server.http.Response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/// The end of a log, and then what is added to it, until the client is gone.
///
/// @param log what is followed
/// @param lastBytes how much of what is there already is sent
public record LogStream(LogFile log, long lastBytes) implements Response.Body {

    @Override
    public void writeTo(Response.Sink sink) throws IOException, InterruptedException {
        var ended = new CountDownLatch(1);
        try (var _ = log.follow(lastBytes, bytes -> send(bytes, sink, ended))) {
            ended.await();
        }
    }

    private static void send(ByteBuffer bytes, Response.Sink sink, CountDownLatch ended) {
        try {
            sink.write(bytes);
        } catch (IOException e) {
            ended.countDown();
            throw new UncheckedIOException(e); // ends the following
        }
    }
}
