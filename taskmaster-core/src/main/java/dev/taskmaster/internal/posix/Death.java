package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Waitid;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.util.Optional;
import java.util.OptionalInt;

/// Learning how a process ended, whoever its parent is: from `waitid` if that is this process, else
/// from the zombie, else from its pidfd once the parent has reaped it (Linux 6.15).
///
/// @param once how a process was that need not be a child of this one, to tell it from a later one
///   of the same process id
record Death(int pid, int pidfd, Optional<ProcStat> once) {
    private static final int SIGNAL_BITS = 0x7f;
    private static final int CORE_BIT = 0x80;
    private static final int CODE_AT = 8;

    /// {@return how it ended; empty if it has not, or only its parent knows yet}
    ///
    /// @param wnohang [Waitid#WNOHANG], or 0 to wait for the end of a child
    Optional<ExitStatus> status(int wnohang) {
        try (var info = new Waitid.Siginfo()) {
            var options = Waitid.WEXITED | Waitid.WNOWAIT | wnohang;
            if (Waitid.waitid(Waitid.P_PIDFD, pidfd, info, options) < 0) {
                // Somebody else's child, or somebody else reaped it.
                return statusOfOthers();
            }
            return info.si_pid() == 0
                    ? Optional.empty()
                    : Optional.of(
                            switch (info.si_code()) {
                                case Waitid.CLD_EXITED -> new ExitStatus.Code(info.si_status());
                                case Waitid.CLD_KILLED, Waitid.CLD_DUMPED ->
                                        new ExitStatus.Signalled(
                                                new Signal(info.si_status()),
                                                info.si_code() == Waitid.CLD_DUMPED);
                                default -> new ExitStatus.Unknown();
                            });
        }
    }

    private Optional<ExitStatus> statusOfOthers() {
        var stat = stat();
        var told = stat.map(ProcStat::exit).orElse(OptionalInt.empty());
        var exit = told.isPresent() ? told : Libc.pidfd_exit(pidfd);
        if (exit.isPresent()) {
            return Optional.of(decoded(exit.getAsInt()));
        }
        // It lives, or will be reaped, which Linux 6.9 and newer tell.
        return stat.isPresent() && (!stat.get().isZombie() || tellsOfReaping())
                ? Optional.empty()
                : Optional.of(new ExitStatus.Unknown());
    }

    /// {@return whether it is still there, if only as a zombie}
    boolean isThere() {
        return stat().isPresent();
    }

    private Optional<ProcStat> stat() {
        return once.flatMap(
                it -> ProcStat.of(pid).filter(found -> found.startTicks() == it.startTicks()));
    }

    /// It came with signals to process groups.
    private boolean tellsOfReaping() {
        return Libc.pidfd_send_signal(pidfd, 0, Libc.PIDFD_SIGNAL_PROCESS_GROUP) != -Errno.EINVAL;
    }

    private static ExitStatus decoded(int status) {
        var signal = status & SIGNAL_BITS;
        return signal == 0
                ? new ExitStatus.Code(status >> CODE_AT & 0xff)
                : new ExitStatus.Signalled(new Signal(signal), (status & CORE_BIT) != 0);
    }
}
