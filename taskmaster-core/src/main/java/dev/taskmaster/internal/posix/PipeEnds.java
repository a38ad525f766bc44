package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Both ends of a pipe between the supervisor and a process: an anonymous one, or one that a later
/// supervisor finds, by its name or by who has it open.
///
/// A process has its end of the latter open for reading and writing: so while there is no
/// supervisor, what it writes waits in the pipe, no write fails, and what it reads does not end.
///
/// @param ours does not block
/// @param theirs blocks
record PipeEnds(int ours, int theirs) {
    /// Of named pipes.
    static final int MODE = 0600;

    /// `O_ACCMODE`
    private static final int ACCESS_MODE = 3;

    /// @param way `O_RDONLY` or `O_WRONLY`, for our end
    /// @throws dev.taskmaster.launch.LaunchException if it cannot be made
    static PipeEnds anonymous(int way) {
        var ends = pipe();
        var ours = way == Libc.O_RDONLY ? ends[0] : ends[1];
        Libc.fcntl(ours, Libc.F_SETFL, Libc.O_NONBLOCK);
        return new PipeEnds(ours, ends[0] + ends[1] - ours);
    }

    private static int[] pipe() {
        var ends = new int[2];
        Failures.check(Libc.pipe2(ends, Libc.O_CLOEXEC), "make a pipe");
        return ends;
    }

    /// Makes a pipe without a name for a process to read from.
    ///
    /// @return its end, by which ours can be opened; or `-errno` where `/proc` is not mounted
    /// @throws dev.taskmaster.launch.LaunchException if it cannot be made
    static int held() {
        var ends = pipe();
        var both = Libc.open(link(ends[0]).toString(), Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        Libc.close(ends[0]);
        Libc.close(ends[1]);
        return both;
    }

    /// {@return what a descriptor can be opened anew by}
    static Path link(int fd) {
        return Path.of("/proc/self/fd", Integer.toString(fd));
    }

    /// Opens our end of what [#held] has made for a process that lives.
    ///
    /// @param fd the descriptor that the process had it by at first; there may be another now
    /// @return a descriptor, or `-errno`
    static int reopen(int pid, int fd) {
        var theirs = ProcStat.folder(pid).resolve("fd").resolve(Integer.toString(fd));
        var pipe = target(theirs);
        if (!pipe.startsWith("pipe:") || !isReadAndWritten(pid, fd)) {
            return -Errno.ENOENT;
        }
        var ours = reopen(theirs, Libc.O_WRONLY);
        if (ours >= 0 && !target(link(ours)).equals(pipe)) {
            Libc.close(ours);
            return -Errno.ENOENT;
        }
        return ours;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /// As nobody has pipes but us.
    private static boolean isReadAndWritten(int pid, int fd) {
        var info = ProcStat.folder(pid).resolve("fdinfo").resolve(Integer.toString(fd));
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("flags:"))
                    .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
                    .anyMatch(flags -> (flags & ACCESS_MODE) == Libc.O_RDWR);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// Opens a named pipe that was just made.
    ///
    /// @param way `O_RDONLY` or `O_WRONLY`, for our end
    /// @throws dev.taskmaster.launch.LaunchException if it cannot be opened
    static PipeEnds named(Path path, int way) {
        var theirs = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        var ours = theirs < 0 ? theirs : reopen(path, way);
        if (ours < 0) {
            Libc.close(theirs);
        }
        return new PipeEnds(Failures.check(ours, "open the pipe " + path), theirs);
    }

    /// Opens our end of a named pipe that is there already.
    ///
    /// @return a descriptor, or `-errno`
    static int reopen(Path path, int way) {
        return Libc.open(path.toString(), way | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
    }
}
