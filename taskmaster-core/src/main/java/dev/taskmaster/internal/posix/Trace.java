package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.spec.Isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What tells a process from every other, even from one with the same process id later.
///
/// @param startTicks when it started, in clock ticks since the system did; 0 where the inode says
///   as much
/// @param boot which run of the system that was in
/// @param inode of a pidfd for it: its own since Linux 6.9, the same for all before
record Trace(int pid, long startTicks, String boot, long inode) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern TEXT =
            Pattern.compile("pid=(\\d{1,9}) start=(\\d{1,18}) boot=(\\S+) inode=(\\d{1,18})");

    /// Read once, when it is first asked for.
    private static final class Boot {
        private static final String ID = read();

        private static String read() {
            try {
                return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
            } catch (IOException e) {
                return "unknown";
            }
        }
    }

    /// Found out once, when it is first asked for.
    private static final class Inodes {
        /// Whether each process has its own; else they have that of whatever has no file.
        private static final boolean ARE_UNIQUE = areUnique();

        private static boolean areUnique() {
            var pidfd = Libc.pidfd_open(Libc.getpid());
            var other = Libc.eventfd(0, Libc.EFD_CLOEXEC);
            try {
                return Libc.inode(pidfd) > 0 && Libc.inode(pidfd) != Libc.inode(other);
            } finally {
                Libc.close(pidfd);
                Libc.close(other);
            }
        }
    }

    /// {@return the trace of a process, or empty if it is gone}
    ///
    /// @param pidfd a descriptor for it
    static Optional<Trace> of(int pid, int pidfd) {
        var inode = Libc.inode(pidfd);
        if (inode < 0) {
            return Optional.empty();
        }
        var start = Inodes.ARE_UNIQUE ? Optional.of(0L) : start(pid);
        return start.map(ticks -> new Trace(pid, ticks, Boot.ID, inode));
    }

    private static Optional<Long> start(int pid) {
        return ProcStat.of(pid).map(ProcStat::startTicks);
    }

    /// {@return what [#toString] has made, or empty if the text is not that}
    static Optional<Trace> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Trace(
                                Integer.parseInt(matcher.group(1)),
                                Long.parseLong(matcher.group(2)),
                                matcher.group(3),
                                Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    /// {@return the process id of what was launched with a `keep`, or empty if it is not there}
    ///
    /// Its descendants have inherited the mark; it is the oldest, and leads what it was given.
    static Optional<Integer> find(Path keep, Isolation isolation) {
        var marker = Marker.of(keep);
        return ProcFs.all().stream()
                .filter(pid -> marker.isIn(ProcFs.environ(pid)))
                .flatMap(pid -> ProcStat.of(pid).stream())
                .filter(
                        stat ->
                                switch (isolation) {
                                    case SESSION -> stat.session() == stat.pid();
                                    case GROUP -> stat.group() == stat.pid();
                                    case NONE -> true;
                                })
                .min(Comparator.comparingLong(ProcStat::startTicks).thenComparing(ProcStat::pid))
                .map(ProcStat::pid);
    }

    /// {@return what in a folder any process was kept by}
    static Set<Path> kept(Path folder) {
        return ProcFs.all().stream()
                .flatMap(pid -> Marker.in(ProcFs.environ(pid)).stream())
                .filter(marker -> marker.name().equals(LaunchRequest.KEEP_VARIABLE))
                .map(marker -> Path.of(marker.value()))
                .filter(keep -> folder.equals(keep.getParent()))
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return "pid=" + pid + " start=" + startTicks + " boot=" + boot + " inode=" + inode;
    }
}
