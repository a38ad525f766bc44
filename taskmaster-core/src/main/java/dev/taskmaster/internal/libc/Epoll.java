package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waiting for many descriptors at once (`man 7 epoll`).
public final class Epoll {
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    public static final int EPOLLIN = 1;
    public static final int EPOLLPRI = 2;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLET = 1 << 31;

    private static final int EPOLL_CLOEXEC = Libc.O_CLOEXEC;

    /// `struct epoll_event` is a 32-bit mask and 64 bits of the user's own, packed on x86-64 alone.
    private static final int EVENT_BYTES = Platform.X86_64 ? 12 : 16;

    private static final int DATA_AT = Platform.X86_64 ? 4 : 8;

    private static final MemorySegment EPOLL_CREATE1 = Native.function("epoll_create1");
    private static final MemorySegment EPOLL_CTL = Native.function("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = Native.function("epoll_wait");

    private Epoll() {}

    public static int epoll_create1() {
        return Native.call(EPOLL_CREATE1, EPOLL_CLOEXEC);
    }

    /// @param events what to wait for; not looked at by [#EPOLL_CTL_DEL]
    /// @param data comes back with each event
    public static int epoll_ctl(int epfd, int op, int fd, int events, long data) {
        try (var arena = Arena.ofConfined()) {
            var event = arena.allocate(EVENT_BYTES, Long.BYTES);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, DATA_AT, data);
            return Native.call(EPOLL_CTL, epfd, op, fd, event.address());
        }
    }

    /// @param timeout in milliseconds; -1 for none
    /// @return how many events there are
    public static int epoll_wait(int epfd, Events events, int timeout) {
        return Native.call(EPOLL_WAIT, epfd, events.memory.address(), events.max, timeout);
    }

    /// Room for events. Used and closed by the thread that made it.
    public static final class Events implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final int max;
        private final MemorySegment memory;

        /// @param max how many events fit in
        public Events(int max) {
            this.max = max;
            memory = arena.allocate((long) EVENT_BYTES * max, Long.BYTES);
        }

        /// {@return what the descriptor of an event is ready for}
        public int events(int index) {
            return memory.get(JAVA_INT_UNALIGNED, (long) EVENT_BYTES * index);
        }

        /// {@return what was given to [#epoll_ctl] for the descriptor of an event}
        public long data(int index) {
            return memory.get(JAVA_LONG_UNALIGNED, (long) EVENT_BYTES * index + DATA_AT);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
