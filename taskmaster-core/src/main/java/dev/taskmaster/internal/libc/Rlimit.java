package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// `struct rlimit` (`man 2 getrlimit`).
///
/// @param rlim_cur the soft limit; -1 for [#RLIM_INFINITY], as no number is negative here
/// @param rlim_max the hard limit
public record Rlimit(long rlim_cur, long rlim_max) {
    public static final long RLIM_INFINITY = -1;

    private static final MemorySegment GETRLIMIT = Native.function("getrlimit");
    private static final MemorySegment SETRLIMIT = Native.function("setrlimit");

    /// {@return the limits of this process}
    ///
    /// @param resource one of the `RLIMIT_` constants, without which it does not fail
    public static Rlimit getrlimit(int resource) {
        try (var arena = Arena.ofConfined()) {
            var rlim = arena.allocate(JAVA_LONG, 2);
            Native.call(GETRLIMIT, resource, rlim.address());
            return new Rlimit(rlim.getAtIndex(JAVA_LONG, 0), rlim.getAtIndex(JAVA_LONG, 1));
        }
    }

    public static int setrlimit(int resource, Rlimit rlim) {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocateFrom(JAVA_LONG, rlim.rlim_cur(), rlim.rlim_max());
            return Native.call(SETRLIMIT, resource, memory.address());
        }
    }
}
