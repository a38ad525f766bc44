package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Learning how a child ended (`man 2 waitid`).
public final class Waitid {
    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PIDFD = 3;

    public static final int WNOHANG = 1;
    public static final int WEXITED = 4;
    public static final int WNOWAIT = 0x1000000;

    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    public static final int CLD_DUMPED = 3;

    /// `siginfo_t` and the places of what waitid fills in.
    private static final int SIGINFO_BYTES = 128;

    private static final int SI_CODE_AT = 8;
    private static final int SI_PID_AT = 16;
    private static final int SI_STATUS_AT = 24;

    private static final MemorySegment WAITID = Native.function("waitid");

    private Waitid() {}

    /// Waits for a child.
    ///
    /// @param infop gets how it ended; all zeros if it has not and [#WNOHANG] is among the options
    public static int waitid(int idtype, int id, Siginfo infop, int options) {
        infop.memory.fill((byte) 0);
        return Native.call(WAITID, idtype, id, infop.memory.address(), options);
    }

    /// `siginfo_t` as waitid fills it. Used and closed by the thread that made it.
    public static final class Siginfo implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment memory = arena.allocate(SIGINFO_BYTES, Long.BYTES);

        /// {@return one of the `CLD_` constants}
        public int si_code() {
            return memory.get(JAVA_INT, SI_CODE_AT);
        }

        /// {@return whose end it is; 0 for nobody's}
        public int si_pid() {
            return memory.get(JAVA_INT, SI_PID_AT);
        }

        /// {@return the exit code or the signal, by [#si_code]}
        public int si_status() {
            return memory.get(JAVA_INT, SI_STATUS_AT);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
