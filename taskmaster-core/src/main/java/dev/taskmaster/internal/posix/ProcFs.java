package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `/proc` tells of processes (`man 5 proc`). Of one that is gone, or none of our business, it
/// tells nothing; that is no error.
final class ProcFs {
    private static final Path PROC = Path.of("/proc");

    // The places of what is behind the name of the program in `stat`.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int START_TIME = 19;

    private ProcFs() {}

    /// One process, told apart from a later one of the same number.
    ///
    /// @param startTime in clock ticks since the machine was started
    record Identity(int pid, long startTime) {
        /// Sends it a signal; nobody else gets it, and if it is gone or may not be signalled,
        /// nothing happens.
        void signal(int signal) {
            var pidfd = Libc.pidfd_open(pid);
            if (pidfd >= 0) {
                if (isThere(this)) {
                    Libc.pidfd_send_signal(pidfd, signal);
                }
                Libc.close(pidfd);
            }
        }
    }

    /// {@return which process has a number now; empty if none that lives}
    static Optional<Identity> identity(int pid) {
        var stat = stat(pid);
        return stat.length <= START_TIME || stat[STATE].equals("Z")
                ? Optional.empty()
                : Optional.of(new Identity(pid, Long.parseLong(stat[START_TIME])));
    }

    /// {@return whether that very process lives}
    static boolean isThere(Identity process) {
        return identity(process.pid()).equals(Optional.of(process));
    }

    static boolean isZombie(int pid) {
        var stat = stat(pid);
        return stat.length > STATE && stat[STATE].equals("Z");
    }

    /// {@return the children of this process}
    static List<Integer> children() {
        return children(PROC.resolve("self"));
    }

    /// {@return the children of a process, of all its threads}
    static List<Integer> children(int pid) {
        return children(process(pid));
    }

    private static List<Integer> children(Path process) {
        var children = new ArrayList<Integer>();
        try (var threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (var thread : threads) {
                for (var word : read(thread.resolve("children")).split(" ")) {
                    if (!word.isEmpty()) {
                        children.add(Integer.parseInt(word));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It is gone.
        }
        return children;
    }

    /// {@return the parent of a process; 0 if that or the process is gone}
    static int parent(int pid) {
        var stat = stat(pid);
        return stat.length <= PARENT ? 0 : Integer.parseInt(stat[PARENT]);
    }

    /// {@return the command line of a process in one line, or its name in brackets if it has none}
    static String command(int pid) {
        var words = read(process(pid).resolve("cmdline")).replace('\0', ' ').strip();
        return (words.isEmpty() ? "[" + read(process(pid).resolve("comm")).strip() + "]" : words)
                .replaceAll("\\p{Cc}", "?");
    }

    /// {@return the environment that a process was started with, each variable with a NUL behind
    /// it; it may have written over it}
    static String environ(int pid) {
        return read(process(pid).resolve("environ"));
    }

    /// The fields of `stat` behind the name, which may contain anything.
    private static String[] stat(int pid) {
        var stat = read(process(pid).resolve("stat"));
        var end = stat.lastIndexOf(')');
        return end < 0 ? new String[0] : stat.substring(end + 2).split(" ");
    }

    private static Path process(int pid) {
        return PROC.resolve(Integer.toString(pid));
    }

    private static String read(Path file) {
        try {
            // What is no UTF-8 is replaced.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
