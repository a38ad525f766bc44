package dev.taskmaster.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A sink that keeps what it gets, and takes no more than a test allows.
final class Collected implements OutputSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;
    private int refusals;
    private int closes;

    @Override
    public synchronized void write(ByteBuffer buffer) {
        var taken = new byte[Math.min(buffer.remaining(), room)];
        buffer.get(taken);
        bytes.writeBytes(taken);
        room -= taken.length;
        if (buffer.hasRemaining()) {
            refusals++;
        }
    }

    @Override
    public synchronized void close() {
        closes++;
    }

    /// Takes so many bytes from now on.
    synchronized Collected room(int count) {
        room = count;
        return this;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized int closes() {
        return closes;
    }
}
