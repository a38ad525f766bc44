package dev.taskmaster.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A sink that keeps what it gets, and takes no more than a test allows.
public final class Collected implements OutputSink {
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
    public synchronized Collected room(int count) {
        room = count;
        return this;
    }

    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public synchronized int refusals() {
        return refusals;
    }

    public synchronized int closes() {
        return closes;
    }
}
