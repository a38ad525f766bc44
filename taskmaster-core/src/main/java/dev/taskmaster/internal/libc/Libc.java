package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Functions on descriptors and processes. Each has a manual page of its name in section 2; the
/// result is that of the C function, or `-errno`.
///
/// The constants have these values on both architectures.
public final class Libc {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_NOCTTY = 0400;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_CLOEXEC = 02000000;

    public static final int F_SETFL = 4;
    public static final int F_SETPIPE_SZ = 1031;
    public static final int F_GETPIPE_SZ = 1032;

    public static final int SEEK_END = 2;

    /// More than `struct stat` has; `st_ino` is its second member.
    private static final int STAT_BYTES = 256;

    private static final int ST_INO_AT = 8;

    /// As much as a file of `/proc` gives at once.
    private static final int CHUNK_BYTES = 4096;

    public static final int SPLICE_F_MOVE = 1;
    public static final int SPLICE_F_NONBLOCK = 2;

    public static final int EFD_CLOEXEC = O_CLOEXEC;
    public static final int EFD_NONBLOCK = O_NONBLOCK;

    public static final int CLONE_FS = 0x200;

    public static final int CLOSE_RANGE_CLOEXEC = 4;

    public static final int SIGKILL = 9;
    public static final int SIGCHLD = 17;
    public static final int SIGSTOP = 19;

    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;

    /// More than `struct sigaction` has; the handler is its first member.
    private static final int SIGACTION_BYTES = 256;

    /// Since Linux 6.9.
    public static final int PIDFD_SIGNAL_PROCESS_GROUP = 1 << 2;

    /// `struct pidfd_info` of 64 bytes: what is asked for and was told, …, `exit_code`.
    private static final long PIDFD_GET_INFO = 0xC040FF0BL;

    private static final int PIDFD_INFO_BYTES = 64;
    private static final long PIDFD_INFO_EXIT = 8;
    private static final int PIDFD_EXIT_CODE_AT = 60;

    private static final int FIONREAD = 0x541B;
    private static final int RWF_APPEND = 0x10;

    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_CLOSE_RANGE = 436;
    private static final long SYS_PIDFD_GETFD = 438;

    private static final int SIG_SETMASK = 2;
    private static final int SIGSET_BYTES = 128;

    private static final MemorySegment OPEN = Native.function("open");
    private static final MemorySegment CLOSE = Native.function("close");
    private static final MemorySegment READ = Native.function("read");
    private static final MemorySegment WRITE = Native.function("write");
    private static final MemorySegment PWRITEV2 = Native.function("pwritev2");
    private static final MemorySegment LSEEK = Native.function("lseek");
    private static final MemorySegment FTRUNCATE = Native.function("ftruncate");
    private static final MemorySegment SPLICE = Native.function("splice");
    private static final MemorySegment TEE = Native.function("tee");
    private static final MemorySegment IOCTL = Native.function("ioctl");
    private static final MemorySegment MKFIFO = Native.function("mkfifo");
    private static final MemorySegment MKDIR = Native.function("mkdir");
    private static final MemorySegment RENAME = Native.function("rename");
    private static final MemorySegment UNLINK = Native.function("unlink");
    private static final MemorySegment PIPE2 = Native.function("pipe2");
    private static final MemorySegment FCNTL = Native.function("fcntl");
    private static final MemorySegment FCHOWN = Native.function("fchown");
    private static final MemorySegment FSTAT = Native.function("fstat");
    private static final MemorySegment EVENTFD = Native.function("eventfd");
    private static final MemorySegment UMASK = Native.function("umask");
    private static final MemorySegment UNSHARE = Native.function("unshare");
    private static final MemorySegment GETPID = Native.function("getpid");
    private static final MemorySegment GETEUID = Native.function("geteuid");
    private static final MemorySegment GETSID = Native.function("getsid");
    private static final MemorySegment KILL = Native.function("kill");
    private static final MemorySegment SIGACTION = Native.function("sigaction");
    private static final MemorySegment CHDIR = Native.function("chdir");
    private static final MemorySegment EXECVE = Native.function("execve");
    private static final MemorySegment PTHREAD_SIGMASK = Native.function("pthread_sigmask");
    private static final MemorySegment SYSCALL = Native.function("syscall");

    private Libc() {}

    public static int open(String pathname, int flags, int mode) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(OPEN, arena.allocateFrom(pathname).address(), flags, mode);
        }
    }

    /// Puts another program in the place of this process. Returns only if that fails.
    ///
    /// @param envp its environment, each `NAME=value`
    public static int execve(String pathname, List<String> argv, List<String> envp) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(
                    EXECVE,
                    arena.allocateFrom(pathname).address(),
                    Native.strings(arena, argv).address(),
                    Native.strings(arena, envp).address());
        }
    }

    public static int close(int fd) {
        return Native.call(CLOSE, fd);
    }

    /// Reads into a direct buffer from its position on, and moves that behind what was read.
    public static int read(int fd, ByteBuffer direct) {
        var address = MemorySegment.ofBuffer(direct).address();
        var count = Native.call(READ, fd, address, direct.remaining());
        // Also keeps the memory from being freed during the call, which knows but its address.
        direct.position(direct.position() + Math.max(0, count));
        Reference.reachabilityFence(direct);
        return count;
    }

    /// Writes from a buffer of any kind, and moves its position behind what was written.
    public static int write(int fd, ByteBuffer bytes) {
        try (var arena = Arena.ofConfined()) {
            var memory = memory(arena, bytes);
            var count = Native.call(WRITE, fd, memory.address(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, count));
            Reference.reachabilityFence(bytes);
            return count;
        }
    }

    /// Writes to the end of a file, wherever that is at this moment, from a buffer of any kind,
    /// whose position is moved behind what was written: `pwritev2` with `RWF_APPEND`.
    public static int append(int fd, ByteBuffer bytes) {
        try (var arena = Arena.ofConfined()) {
            var iovec = arena.allocate(JAVA_LONG, 2);
            iovec.setAtIndex(JAVA_LONG, 0, memory(arena, bytes).address());
            iovec.setAtIndex(JAVA_LONG, 1, bytes.remaining());
            var count = Native.call(PWRITEV2, fd, iovec.address(), 1, -1, RWF_APPEND, 0);
            bytes.position(bytes.position() + Math.max(0, count));
            Reference.reachabilityFence(bytes);
            return count;
        }
    }

    /// What remains in a buffer, where C can read it: there, or a copy.
    private static MemorySegment memory(Arena arena, ByteBuffer bytes) {
        var segment = MemorySegment.ofBuffer(bytes);
        if (bytes.isDirect()) {
            return segment;
        }
        var copy = arena.allocate(Math.max(1, bytes.remaining()));
        copy.copyFrom(segment);
        return copy;
    }

    public static long lseek(int fd, long offset, int whence) {
        return Native.callForLong(LSEEK, fd, offset, whence);
    }

    public static int ftruncate(int fd, long length) {
        return Native.call(FTRUNCATE, fd, length);
    }

    /// Moves bytes from or to a pipe; at the positions of the two descriptors.
    public static int splice(int fd_in, int fd_out, int size, int flags) {
        return Native.call(SPLICE, fd_in, 0, fd_out, 0, size, flags);
    }

    /// Copies bytes from one pipe to another, and leaves them where they are.
    public static int tee(int fd_in, int fd_out, int size, int flags) {
        return Native.call(TEE, fd_in, fd_out, size, flags);
    }

    /// {@return how many bytes wait to be read: `ioctl` with `FIONREAD`}
    public static int available(int fd) {
        try (var arena = Arena.ofConfined()) {
            var count = arena.allocate(JAVA_INT);
            var result = Native.call(IOCTL, fd, FIONREAD, count.address());
            return result < 0 ? result : count.get(JAVA_INT, 0);
        }
    }

    public static int mkdir(String pathname, int mode) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(MKDIR, arena.allocateFrom(pathname).address(), mode);
        }
    }

    public static int mkfifo(String pathname, int mode) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(MKFIFO, arena.allocateFrom(pathname).address(), mode);
        }
    }

    public static int rename(String oldpath, String newpath) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(
                    RENAME,
                    arena.allocateFrom(oldpath).address(),
                    arena.allocateFrom(newpath).address());
        }
    }

    public static int unlink(String pathname) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(UNLINK, arena.allocateFrom(pathname).address());
        }
    }

    /// Makes a pipe.
    ///
    /// @param pipefd gets the reading and the writing end
    public static int pipe2(int[] pipefd, int flags) {
        try (var arena = Arena.ofConfined()) {
            var ends = arena.allocate(JAVA_INT, 2);
            var result = Native.call(PIPE2, ends.address(), flags);
            MemorySegment.copy(ends, JAVA_INT, 0, pipefd, 0, 2);
            return result;
        }
    }

    public static int fcntl(int fd, int cmd, int arg) {
        return Native.call(FCNTL, fd, cmd, arg);
    }

    /// @param group or -1 to leave it as it is
    public static int fchown(int fd, int owner, int group) {
        return Native.call(FCHOWN, fd, owner, group);
    }

    /// {@return which file it is: `st_ino` of `fstat`}
    public static long inode(int fd) {
        try (var arena = Arena.ofConfined()) {
            var stat = arena.allocate(STAT_BYTES, Long.BYTES);
            var result = Native.call(FSTAT, fd, stat.address());
            return result < 0 ? result : stat.get(JAVA_LONG, ST_INO_AT);
        }
    }

    /// {@return what is in a file now, or empty if it cannot be read}
    ///
    /// For files whose size is not known before, as those of `/proc`.
    public static Optional<byte[]> contents(String pathname) {
        var fd = open(pathname, O_RDONLY | O_CLOEXEC, 0);
        if (fd < 0) {
            return Optional.empty();
        }
        try (var arena = Arena.ofConfined()) {
            var chunk = arena.allocate(CHUNK_BYTES);
            var all = new byte[0];
            while (true) {
                var count = Native.call(READ, fd, chunk.address(), CHUNK_BYTES);
                if (count <= 0) {
                    return count == 0 ? Optional.of(all) : Optional.empty();
                }
                var size = all.length;
                all = Arrays.copyOf(all, size + count);
                MemorySegment.copy(chunk, JAVA_BYTE, 0, all, size, count);
            }
        } finally {
            close(fd);
        }
    }

    public static int eventfd(int initval, int flags) {
        return Native.call(EVENTFD, initval, flags);
    }

    /// {@return the umask before}
    public static int umask(int mask) {
        return Native.call(UMASK, mask);
    }

    public static int unshare(int flags) {
        return Native.call(UNSHARE, flags);
    }

    public static int chdir(String path) {
        try (var arena = Arena.ofConfined()) {
            return Native.call(CHDIR, arena.allocateFrom(path).address());
        }
    }

    /// {@return a copy, closed on exec, of a descriptor of another process} Since Linux 5.6.
    public static int pidfd_getfd(int pidfd, int targetfd) {
        return Native.call(SYSCALL, SYS_PIDFD_GETFD, pidfd, targetfd, 0, 0, 0);
    }

    /// @param last -1 for all
    public static int close_range(int first, int last, int flags) {
        return Native.call(
                SYSCALL, SYS_CLOSE_RANGE, first, Integer.toUnsignedLong(last), flags, 0, 0);
    }

    /// Has this thread block no signal (`man 3 pthread_sigmask`).
    public static int pthread_sigmask_none() {
        try (var arena = Arena.ofConfined()) {
            var none = arena.allocate(SIGSET_BYTES, Long.BYTES);
            return Native.call(PTHREAD_SIGMASK, SIG_SETMASK, none.address(), 0);
        }
    }

    public static int getpid() {
        return Native.call(GETPID, 0);
    }

    public static int geteuid() {
        return Native.call(GETEUID, 0);
    }

    /// {@return the session of a process, 0 if it is none of this PID namespace}
    ///
    /// @param pid a process, also a dead one that is not yet reaped; 0 for this one
    public static int getsid(int pid) {
        return Native.call(GETSID, pid);
    }

    public static int kill(int pid, int sig) {
        return Native.call(KILL, pid, sig);
    }

    public static int pidfd_open(int pid) {
        return Native.call(SYSCALL, SYS_PIDFD_OPEN, pid, 0);
    }

    /// @param flags 0, or [#PIDFD_SIGNAL_PROCESS_GROUP]
    public static int pidfd_send_signal(int pidfd, int sig, int flags) {
        return Native.call(SYSCALL, SYS_PIDFD_SEND_SIGNAL, pidfd, sig, 0, flags, 0);
    }

    /// Asks how a process ended that was reaped already, since Linux 6.15: `ioctl` with
    /// `PIDFD_GET_INFO`.
    ///
    /// @return its status as wait(2) has it, or empty if it was not reaped or the kernel cannot
    ///   tell
    public static OptionalInt pidfd_exit(int pidfd) {
        try (var arena = Arena.ofConfined()) {
            var info = arena.allocate(PIDFD_INFO_BYTES, Long.BYTES);
            info.set(JAVA_LONG, 0, PIDFD_INFO_EXIT);
            var result = Native.call(IOCTL, pidfd, PIDFD_GET_INFO, info.address());
            return result < 0 || (info.get(JAVA_LONG, 0) & PIDFD_INFO_EXIT) == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(info.get(JAVA_INT, PIDFD_EXIT_CODE_AT));
        }
    }

    /// Makes an ignored signal act by default again, and leaves any other action alone (`man 2
    /// sigaction`).
    public static int unignore(int signum) {
        try (var arena = Arena.ofConfined()) {
            var action = arena.allocate(SIGACTION_BYTES, Long.BYTES);
            var result = Native.call(SIGACTION, signum, 0, action.address());
            if (result < 0 || action.get(JAVA_LONG, 0) != SIG_IGN) {
                return result;
            }
            action.fill((byte) 0).set(JAVA_LONG, 0, SIG_DFL);
            return Native.call(SIGACTION, signum, action.address(), 0);
        }
    }

    /// Adds to the counter of an eventfd, which wakes whoever waits for it.
    public static int eventfd_write(int fd) {
        return write(fd, ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}));
    }
}
