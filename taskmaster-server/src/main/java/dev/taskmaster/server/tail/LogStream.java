package dev.taskmaster.server.tail;

import dev.taskmaster.log.LogFile;
import dev.taskmaster.server.http.Response;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// A log from a place on, and then what is added to it, until the client is gone.
///
/// @param log what is followed
/// @param from where it begins
public record LogStream(LogFile log, LogFile.Place from) implements Response.Body {
    /// What supervisord sends when the log was emptied.
    private static final byte[] TRUNCATED =
            "==> File truncated <==\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void writeTo(Response.Sink sink) throws IOException, InterruptedException {
        var ended = new CountDownLatch(1);
        try (var _ = follow(sink, ended)) {
            ended.await();
        }
    }

    private Closeable follow(Response.Sink sink, CountDownLatch ended) throws IOException {
        return log.follow(
                from,
                bytes -> send(bytes, sink, ended),
                () -> send(ByteBuffer.wrap(TRUNCATED), sink, ended));
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
