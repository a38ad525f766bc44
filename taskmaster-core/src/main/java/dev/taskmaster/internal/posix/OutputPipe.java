package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.OutputSink;

import java.nio.ByteBuffer;

/// The reading end of a process's stdout or stderr. Used by the reactor's thread alone once it is
/// watched.
///
/// It stays open until nobody holds the writing end any more, which may be long after the process
/// is gone.
final class OutputPipe implements Reactor.Watch {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int fd;
    private final OutputSink sink;
    private final Reactor reactor;
    private final long token;
    private boolean watched;

    /// What the sink did not take. While there is any, nothing more is read.
    private ByteBuffer rest = NOTHING;

    private boolean open = true;

    /// @param fd the reading end, non-blocking
    OutputPipe(int fd, OutputSink sink, Reactor reactor) {
        this.fd = fd;
        this.sink = sink;
        this.reactor = reactor;
        token = reactor.newToken();
    }

    /// @throws dev.taskmaster.launch.LaunchException if the kernel refuses
    void watch() {
        reactor.watch(fd, Epoll.EPOLLIN, token, this);
        watched = true;
    }

    /// Hands on what is in the pipe now.
    void drain() {
        if (open && !rest.hasRemaining()) {
            ready();
        }
    }

    @Override
    public void ready() {
        var buffer = reactor.buffer();
        var count = Libc.read(fd, buffer);
        if (count > 0) {
            reactor.moved(count);
            buffer.flip();
            sink.write(buffer);
            if (buffer.hasRemaining()) {
                rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
                reactor.unwatch(fd, token);
                reactor.hold(this);
            }
        } else if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
            reactor.unwatch(fd, token);
            abandon();
        }
    }

    /// Offers the rest again.
    void retry() {
        if (rest.hasRemaining()) {
            sink.write(rest);
        }
        if (rest.hasRemaining() || !watches()) {
            reactor.hold(this);
        }
    }

    private boolean watches() {
        rest = NOTHING;
        try {
            watch();
            return true;
        } catch (LaunchException e) {
            // The kernel has no memory for it now; it may have later.
            return false;
        }
    }

    void abandonUnlessWatched() {
        if (!watched) {
            abandon();
        }
    }

    @Override
    public void abandon() {
        open = false;
        Libc.close(fd);
        sink.close();
    }
}
