package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// What `/proc` tells of processes (`man 5 proc`). Of one that is gone, or none of our business, it
/// tells nothing; that is no error.
final class ProcFs {
    private static final int EXEC_LOOKS_MAX = 50;
    private static final Duration EXEC_PAUSE = Duration.ofNanos(100_000);

    private ProcFs() {}

    /// One process, told apart from a later one of the same number.
    ///
    /// @param startTicks when it started, in clock ticks since the system did
    record Identity(int pid, long startTicks) {
        /// Sends it a signal; nobody else gets it, and if it is gone or may not be signalled,
        /// nothing happens.
        void signal(int signal) {
            var pidfd = Libc.pidfd_open(pid);
            if (pidfd >= 0) {
                if (isThere(this)) {
                    Libc.pidfd_send_signal(pidfd, signal, 0);
                }
                Libc.close(pidfd);
            }
        }
    }

    /// {@return which process has a number now; empty if none that lives}
    static Optional<Identity> identity(int pid) {
        return ProcStat.of(pid)
                .filter(stat -> !stat.isZombie())
                .map(stat -> new Identity(pid, stat.startTicks()));
    }

    /// {@return whether that very process lives}
    static boolean isThere(Identity process) {
        return identity(process.pid()).equals(Optional.of(process));
    }

    static boolean isZombie(int pid) {
        return ProcStat.of(pid).filter(ProcStat::isZombie).isPresent();
    }

    /// {@return all processes that there are}
    static List<Integer> all() {
        var all = new ArrayList<Integer>();
        try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            folders.forEach(it -> all.add(Integer.valueOf(it.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException e) {
            // Without /proc there is nothing to see.
        }
        return all;
    }

    /// {@return the children of this process}
    static List<Integer> children() {
        return children(Path.of("/proc/self"));
    }

    /// {@return the children of a process, of all its threads}
    static List<Integer> children(int pid) {
        var threads = ProcStat.of(pid).map(ProcStat::threads).orElse(0);
        return switch (threads) {
            case 0 -> List.of();
            case 1 -> childrenOf(ProcStat.folder(pid).resolve("task/" + pid));
            default -> children(ProcStat.folder(pid));
        };
    }

    private static List<Integer> children(Path process) {
        var children = new ArrayList<Integer>();
        try (var threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (var thread : threads) {
                children.addAll(childrenOf(thread));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It is gone.
        }
        return children;
    }

    private static List<Integer> childrenOf(Path thread) {
        var children = read(thread.resolve("children")).strip();
        return children.isEmpty()
                ? List.of()
                : Stream.of(children.split(" ")).map(Integer::valueOf).toList();
    }

    /// {@return the command line of a process in one line, or its name in brackets if it has none}
    static String command(int pid) {
        var words = read(ProcStat.folder(pid).resolve("cmdline")).replace('\0', ' ').strip();
        return (words.isEmpty()
                        ? "[" + read(ProcStat.folder(pid).resolve("comm")).strip() + "]"
                        : words)
                .replaceAll("\\p{Cc}", "?");
    }

    /// {@return the environment that a process was started with, each variable with a NUL behind
    /// it; it may have written over it}
    static String environ(int pid) {
        var environ = read(ProcStat.folder(pid).resolve("environ"));
        for (var i = 0; i < EXEC_LOOKS_MAX && environ.isEmpty() && isBecoming(pid); i++) {
            LockSupport.parkNanos(EXEC_PAUSE.toNanos());
            environ = read(ProcStat.folder(pid).resolve("environ"));
        }
        return environ;
    }

    /// In the middle of an exec a process has neither an environment nor a command line.
    private static boolean isBecoming(int pid) {
        return read(ProcStat.folder(pid).resolve("cmdline")).isEmpty()
                && ProcStat.of(pid)
                        .filter(stat -> !stat.isZombie() && !stat.isKernels())
                        .isPresent();
    }

    private static String read(Path file) {
        // What is no UTF-8 is replaced.
        return Libc.contents(file.toString())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
