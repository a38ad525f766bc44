package dev.taskmaster.internal.jdk;

import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Writes to the stdin of a process, from a thread of its own that starts with the first write.
final class StdinWriter {
    private static final int PENDING_BYTES_MAX = 1 << 20;

    /// The last of all, told apart by being this very object.
    private static final byte[] END = {};

    private final OutputStream stream;
    private final ThreadStarter threads;
    private final BlockingQueue<byte[]> pending = new LinkedBlockingQueue<>();

    // Guarded by this:
    private int pendingBytes;
    private boolean started;
    private boolean closed;

    StdinWriter(OutputStream stream, ThreadStarter threads) {
        this.stream = stream;
        this.threads = threads;
    }

    /// @throws LaunchException if the process is known to have closed its stdin, or too much is
    ///   pending
    synchronized void write(ByteBuffer bytes) {
        if (closed) {
            throw new LaunchException("the process has closed its stdin");
        }
        if (bytes.remaining() > PENDING_BYTES_MAX - pendingBytes) {
            throw new LaunchException(
                    "stdin is full: %d bytes wait to be read, at most %d may"
                            .formatted(pendingBytes, PENDING_BYTES_MAX));
        }
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        pendingBytes += copy.length;
        pending.add(copy);
        if (!started) {
            started = true;
            threads.start(Thread.ofPlatform().daemon().name("taskmaster-stdin"), this::run);
        }
    }

    private void run() {
        try (stream) {
            byte[] bytes;
            while ((bytes = pending.take()) != END) {
                stream.write(bytes);
                stream.flush();
                synchronized (this) {
                    pendingBytes -= bytes.length;
                }
            }
        } catch (IOException e) {
            // The process has closed its stdin, which the next who writes is told.
        } catch (InterruptedException e) {
            // The launcher is closed.
        } finally {
            close();
        }
    }

    /// Ends its thread, as the process is gone.
    synchronized void close() {
        closed = true;
        pending.add(END);
    }
}
