package dev.taskmaster.internal.libc;

import java.lang.foreign.MemorySegment;

/// What a process can ask for itself (`man 2 prctl`).
public final class Prctl {
    /// Whether descendants that lose their parent become children of this process.
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    private static final MemorySegment PRCTL = Native.function("prctl");

    private Prctl() {}

    public static int prctl(int option, int arg2) {
        return Native.call(PRCTL, option, arg2, 0, 0, 0, 0);
    }
}
