package dev.taskmaster.internal.output;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What it takes to look at bytes in a pipe without taking them out: a second pipe that they are
/// copied to, and a buffer. For one thread.
public final class PipePeek implements AutoCloseable {
    private static final int PIPE_BYTES = 1 << 20;

    private final ByteBuffer buffer;
    private final int[] ends = new int[2];
    private final int devNull;

    /// @param buffer a direct one, as large as the largest pipe; overwritten by each look
    /// @throws IOException if the system has no descriptors left
    public PipePeek(ByteBuffer buffer) throws IOException {
        this.buffer = buffer;
        devNull = checked(Libc.open("/dev/null", Libc.O_WRONLY | Libc.O_CLOEXEC, 0));
        checked(Libc.pipe2(ends, Libc.O_CLOEXEC | Libc.O_NONBLOCK));
        Libc.fcntl(ends[0], Libc.F_SETPIPE_SZ, PIPE_BYTES);
    }

    private static int checked(int result) throws IOException {
        if (result < 0) {
            throw new IOException(Errno.strerrordesc_np(-result));
        }
        return result;
    }

    /// {@return the first bytes of a pipe}
    ///
    /// @param count how many to look at; fewer are, if the copy has not so much room
    ByteBuffer look(int pipe, int count) {
        var copied = Math.max(0, Libc.tee(pipe, ends[1], count, Libc.SPLICE_F_NONBLOCK));
        buffer.clear().limit(copied);
        while (buffer.hasRemaining() && Libc.read(ends[0], buffer) > 0) {
            // One read gives no more than what lies together.
        }
        return buffer.flip();
    }

    /// Takes bytes out of a pipe, to nowhere.
    void drop(int pipe, int count) {
        for (var left = count; left > 0; ) {
            var dropped = Libc.splice(pipe, devNull, left, Libc.SPLICE_F_NONBLOCK);
            if (dropped <= 0) {
                return;
            }
            left -= dropped;
        }
    }

    @Override
    public void close() {
        Libc.close(ends[0]);
        Libc.close(ends[1]);
        Libc.close(devNull);
    }
}
