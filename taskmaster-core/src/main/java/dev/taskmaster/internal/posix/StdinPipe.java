package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/// The writing end of a process's stdin. Written to by the supervisor's thread, and by the
/// reactor's where the pipe was full.
///
/// Where a later supervisor could open it, this one does so too, when it is first written to: most
/// processes are never told anything, and each descriptor that is open makes every launch longer.
final class StdinPipe implements Reactor.Watch {
    private static final int PENDING_BYTES_MAX = 1 << 20;

    private final Reactor reactor;
    private final IntSupplier opener;
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private int pendingBytes;
    private final long token;

    /// Negative while it is not open.
    private int fd;

    private boolean isEnded;

    /// @param fd the writing end, non-blocking
    StdinPipe(int fd, Reactor reactor) {
        this(fd, () -> fd, reactor);
    }

    /// @param opener opens it; returns a negative number if the process has closed its own
    StdinPipe(IntSupplier opener, Reactor reactor) {
        this(-1, opener, reactor);
    }

    private StdinPipe(int fd, IntSupplier opener, Reactor reactor) {
        this.fd = fd;
        this.opener = opener;
        this.reactor = reactor;
        token = reactor.newToken();
    }

    /// Writes all of it, now or later.
    ///
    /// @throws LaunchException if the process has closed its stdin, or too much is pending
    synchronized void write(ByteBuffer bytes) {
        if (!isEnded && fd < 0) {
            fd = opener.getAsInt();
        }
        if (isEnded || fd < 0) {
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
        if (isEnded) {
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
        if (!isEnded) {
            isEnded = true;
            if (!pending.isEmpty()) {
                reactor.unwatch(fd, token);
                pending.clear();
            }
            if (fd >= 0) {
                Libc.close(fd);
            }
        }
    }
}
