package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.output.PipeSink;
import dev.taskmaster.internal.output.PipeSource;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.OutputSink;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// The reading end of a process's stdout or stderr. Used by the reactor's thread alone once it is
/// watched.
///
/// It stays open until nobody holds the writing end any more, which may be long after the process
/// is gone. Watched edge-triggered, so that the beginning of a line may wait in the pipe for the
/// rest of it.
final class OutputPipe implements Reactor.Watch {
    private static final int EVENTS = Epoll.EPOLLIN | Epoll.EPOLLET;

    /// How often in a row what is in a pipe is handed on while others wait for their turn.
    private static final int TURNS_MAX = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int fd;
    private final Optional<Path> fifo;
    private final OutputSink sink;
    private final Reactor reactor;
    private final long token;
    private final int capacity;
    private boolean isWatched;

    /// What the sink did not take of what was read. While there is any, nothing more is read.
    private ByteBuffer rest = NOTHING;

    /// Whether the sink is in trouble.
    private boolean isHeld;

    /// Whether nobody holds the writing end any more.
    private boolean isEnded;

    private boolean isOpen = true;

    /// @param fd the reading end, non-blocking
    /// @param fifo its path, if it has one
    OutputPipe(int fd, Optional<Path> fifo, OutputSink sink, Reactor reactor) {
        this.fd = fd;
        this.fifo = fifo;
        this.sink = sink;
        this.reactor = reactor;
        token = reactor.newToken();
        capacity = Libc.fcntl(fd, Libc.F_GETPIPE_SZ, 0);
    }

    /// @throws dev.taskmaster.launch.LaunchException if the kernel refuses
    void watch() {
        if (isOpen && !isHeld) {
            reactor.watch(fd, EVENTS, token, this);
            isWatched = true;
        }
    }

    @Override
    public void ready(int events) {
        isEnded |= (events & Epoll.EPOLLHUP) != 0;
        drain();
    }

    /// Hands on what is in the pipe now.
    void drain() {
        if (isHeld || !isOpen) {
            return;
        }
        for (var turn = 0; turn < TURNS_MAX; turn++) {
            var isDone = move();
            if (isHeld) {
                reactor.unwatch(fd, token);
                reactor.hold(this);
                return;
            }
            if (isDone) {
                if (isEnded) {
                    end();
                }
                return;
            }
        }
        reactor.rewatch(fd, EVENTS, token);
    }

    /// Hands on what is there at this moment. What is written meanwhile makes itself known: looking
    /// for it would only move small pieces.
    ///
    /// Source: `man 7 epoll`, "Edge-triggered and level-triggered".
    ///
    /// @return whether that was all; at the end of the pipe, whether it was empty
    private boolean move() {
        if (!(sink instanceof PipeSink log && log.takesPipes())) {
            return read();
        }
        var source = new PipeSource(fd, reactor.peek(), isEnded);
        var available = source.remaining();
        if (available == 0) {
            return true;
        }
        isHeld = !log.take(source);
        reactor.moved(source.taken(), capacity);
        return !isEnded && source.taken() + source.remaining() == available;
    }

    private boolean read() {
        var buffer = reactor.buffer();
        var count = Libc.read(fd, buffer);
        if (count <= 0) {
            isEnded = count != -Errno.EAGAIN && count != -Errno.EINTR;
            return true;
        }
        reactor.moved(count, capacity);
        var isAll = !isEnded && buffer.hasRemaining();
        sink.write(buffer.flip());
        if (buffer.hasRemaining()) {
            rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            isHeld = true;
        }
        return isAll;
    }

    /// Tries again what the sink could not take.
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
        isHeld = false;
        try {
            watch();
            return true;
        } catch (LaunchException e) {
            // The kernel has no memory for it now; it may have later.
            isHeld = true;
            return false;
        }
    }

    void abandonUnlessWatched() {
        if (isOpen && !isWatched) {
            forget();
            close();
        }
    }

    private void end() {
        reactor.unwatch(fd, token);
        forget();
        close();
    }

    /// A keeper may have it open for long, so it is also made as small as can be.
    private void forget() {
        fifo.ifPresent(
                path -> {
                    Libc.unlink(path.toString());
                    Libc.fcntl(fd, Libc.F_SETPIPE_SZ, 1);
                });
    }

    /// What is in a named pipe stays there for whoever takes it up.
    @Override
    public void abandon() {
        if (fifo.isEmpty() && !isHeld) {
            isEnded = true;
            move();
        }
        close();
    }

    private void close() {
        isOpen = false;
        Libc.close(fd);
        sink.close();
    }
}
