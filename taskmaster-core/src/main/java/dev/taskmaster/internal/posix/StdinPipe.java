package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/// The writing end of a process's stdin. Written to by the supervisor's thread, and by the
/// reactor's where the pipe was full.
final class StdinPipe implements Reactor.Watch {
    private static final int PENDING_BYTES_MAX = 1 << 20;

    private final int fd;
    private final Reactor reactor;
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private int pendingBytes;
    private final long token;
    private boolean open;

    /// @param fd the writing end, non-blocking; negative if the process has closed its own
    StdinPipe(int fd, Reactor reactor) {
        this.fd = fd;
        open = fd >= 0;
        this.reactor = reactor;
        token = reactor.newToken();
    }

    /// Writes all of it, now or later.
    ///
    /// @throws LaunchException if the process has closed its stdin, or too much is pending
    synchronized void write(ByteBuffer bytes) {
        if (!open) {
            throw closed();
        }
        if (bytes.remaining() > PENDING_BYTES_MAX - pendingBytes) {
            throw new LaunchException(
                    "stdin is full: %d bytes wait to be read, at most %d may"
                            .formatted(pendingBytes, PENDING_BYTES_MAX));
        }
        if (pending.isEmpty() && Libc.write(fd, bytes) == -Errno.EPIPE) {
            close();
            throw closed();
        }
        if (bytes.hasRemaining()) {
            if (pending.isEmpty()) {
                reactor.watch(fd, Epoll.EPOLLOUT, token, this);
            }
            pendingBytes += bytes.remaining();
            pending.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    private static LaunchException closed() {
        return new LaunchException("the process has closed its stdin");
    }

    @Override
    public synchronized void ready(int events) {
        if (!open) {
            return;
        }
        while (!pending.isEmpty()) {
            var first = pending.element();
            var count = Libc.write(fd, first);
            if (count == -Errno.EPIPE) {
                close();
                return;
            }
            if (count < 0) {
                return;
            }
            pendingBytes -= count;
            if (first.hasRemaining()) {
                return;
            }
            pending.remove();
        }
        reactor.unwatch(fd, token);
    }

    /// The process that it belongs to closes it.
    @Override
    public void abandon() {}

    synchronized void close() {
        if (open) {
            open = false;
            if (!pending.isEmpty()) {
                reactor.unwatch(fd, token);
                pending.clear();
            }
            Libc.close(fd);
        }
    }
}
