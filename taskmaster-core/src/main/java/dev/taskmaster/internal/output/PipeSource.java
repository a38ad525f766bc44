package dev.taskmaster.internal.output;

import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes in a pipe, as many as there are when this is made. They go from there straight into a
/// file, so that no byte is ever in this process's memory alone: whatever becomes of it, each is
/// either in the pipe or in the file.
///
/// They are looked at only where a line end has to be found.
public final class PipeSource implements Source {
    private static final ByteBuffer NOT_LOOKED_AT = ByteBuffer.allocate(0);

    private final int fd;
    private final PipePeek peek;
    private final boolean isEnded;
    private int remaining;
    private int taken;
    private int lastMoved = -1;

    private ByteBuffer bytes = NOT_LOOKED_AT;

    /// @param fd the reading end of a pipe that nobody else reads
    /// @param isEnded whether nobody will write any more
    public PipeSource(int fd, PipePeek peek, boolean isEnded) {
        this.fd = fd;
        this.peek = peek;
        this.isEnded = isEnded;
        remaining = Math.max(0, Libc.available(fd));
    }

    @Override
    public int remaining() {
        return remaining;
    }

    /// {@return how many bytes have left the pipe}
    public int taken() {
        return taken;
    }

    /// Whether the beginning of a line can stay in the pipe until the rest of it comes.
    ///
    /// @param max how many bytes may stay at most
    boolean canWait(int max) {
        // Pages of a pipe may be filled by half only, so one with half its bytes may be full.
        return !isEnded && remaining <= Math.min(max, Libc.fcntl(fd, Libc.F_GETPIPE_SZ, 0) / 2 - 1);
    }

    @Override
    public int lineEnd(long from) {
        return BufferSource.lineEnd(bytes(), from);
    }

    @Override
    public int lastLineEnd(int max) {
        return BufferSource.lastLineEnd(bytes(), max);
    }

    /// {@return a copy of all that remains}
    byte[] copy() {
        var copy = new byte[bytes().remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    private boolean isLookedAt() {
        return bytes != NOT_LOOKED_AT;
    }

    /// {@return a look at the bytes}
    private ByteBuffer bytes() {
        if (!isLookedAt()) {
            bytes = peek.look(fd, remaining);
            remaining = bytes.remaining();
        }
        return bytes;
    }

    @Override
    public int moveTo(OpenFile file, int count) throws IOException {
        var moved = file.splice(fd, count);
        if (moved < 0) {
            moved = file.write(bytes().duplicate(), count);
            peek.drop(fd, moved);
        }
        if (moved == 0) {
            // Somebody else has taken them.
            remaining = 0;
            return 0;
        }
        if (isLookedAt()) {
            bytes.position(bytes.position() + moved);
            lastMoved = bytes.get(bytes.position() - 1);
        } else {
            lastMoved = -1;
        }
        remaining -= moved;
        taken += moved;
        return moved;
    }

    @Override
    public int lastMoved() {
        return lastMoved;
    }
}
