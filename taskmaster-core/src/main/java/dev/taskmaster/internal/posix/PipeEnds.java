package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;

import java.nio.file.Path;

/// Both ends of a pipe between the supervisor and a process: an anonymous one, or one with a name,
/// by which a later supervisor finds it.
///
/// A process has its end of a named pipe open for reading and writing: so what it writes waits in
/// the pipe while there is no supervisor, and no write fails.
///
/// @param ours does not block
/// @param theirs blocks
record PipeEnds(int ours, int theirs) {
    /// Of named pipes.
    static final int MODE = 0600;

    /// @param way `O_RDONLY` or `O_WRONLY`, for our end
    /// @throws dev.taskmaster.launch.LaunchException if it cannot be made
    static PipeEnds anonymous(int way) {
        var ends = new int[2];
        Failures.check(Libc.pipe2(ends, Libc.O_CLOEXEC), "make a pipe");
        var ours = way == Libc.O_RDONLY ? ends[0] : ends[1];
        Libc.fcntl(ours, Libc.F_SETFL, Libc.O_NONBLOCK);
        return new PipeEnds(ours, ends[0] + ends[1] - ours);
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
