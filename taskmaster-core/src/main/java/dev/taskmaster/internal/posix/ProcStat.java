package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// What `/proc/PID/stat` says of a process (`man 5 proc_pid_stat`).
///
/// @param isZombie whether it is dead, but not yet reaped
/// @param isKernels whether it is a thread of the kernel's own, which never has an environment
/// @param parent the process id of its parent
/// @param group its process group
/// @param session its session
/// @param threads how many it has
/// @param startTicks when it started, in clock ticks since the system did
/// @param exitStatus how it ended, as wait(2) has it; 0 for whom we may not trace
record ProcStat(
        int pid,
        boolean isZombie,
        boolean isKernels,
        int parent,
        int group,
        int session,
        int threads,
        long startTicks,
        int exitStatus) {
    /// Where fields are, counted from the state, which is the first behind the name.
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int FLAGS = 6;
    private static final int THREADS = 17;
    private static final int START = 19;
    private static final int EXIT = 49;

    /// Of those flags.
    private static final long PF_KTHREAD = 0x00200000;

    /// {@return what it says, or empty if there is no such process}
    static Optional<ProcStat> of(int pid) {
        return Libc.contents("/proc/" + pid + "/stat").map(bytes -> parse(pid, bytes));
    }

    private static ProcStat parse(int pid, byte[] bytes) {
        // The name may have bytes that are no text.
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var fields = text.substring(text.lastIndexOf(')') + 2).strip().split(" ");
        return new ProcStat(
                pid,
                fields[STATE].equals("Z"),
                (Long.parseLong(fields[FLAGS]) & PF_KTHREAD) != 0,
                Integer.parseInt(fields[PARENT]),
                Integer.parseInt(fields[GROUP]),
                Integer.parseInt(fields[SESSION]),
                Integer.parseInt(fields[THREADS]),
                Long.parseLong(fields[START]),
                Integer.parseInt(fields[EXIT]));
    }

    static Path folder(int pid) {
        return Path.of("/proc", Integer.toString(pid));
    }

    /// {@return how it ended, as wait(2) has it, or empty if it has not or we may not know}
    OptionalInt exit() {
        return isZombie && (exitStatus != 0 || mayTrace())
                ? OptionalInt.of(exitStatus)
                : OptionalInt.empty();
    }

    /// A link that may be read by those who may see the exit status.
    private boolean mayTrace() {
        try {
            Files.readSymbolicLink(folder(pid).resolve("ns/user"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
