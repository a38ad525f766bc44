package dev.taskmaster.internal.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `/proc` tells of processes (`man 5 proc`). A process that is gone has no children and is in
/// no state.
final class ProcFs {
    private static final Path PROC = Path.of("/proc");

    private ProcFs() {}

    /// {@return the children of this process}
    static List<Integer> children() {
        return childrenOf(PROC.resolve("self"));
    }

    /// {@return the children of a process, of all its threads}
    static List<Integer> children(int pid) {
        return childrenOf(PROC.resolve(Integer.toString(pid)));
    }

    private static List<Integer> childrenOf(Path process) {
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
            // It is gone, or none of our business.
        }
        return children;
    }

    static boolean isZombie(int pid) {
        var stat = stat(pid);
        return !stat.isEmpty() && stat.charAt(0) == 'Z';
    }

    /// {@return the fields of `stat` behind the name, which may contain anything: state, parent,
    /// group, session …; empty if there is no such process}
    private static String stat(int pid) {
        var stat = read(PROC.resolve(Integer.toString(pid)).resolve("stat"));
        return stat.substring(Math.min(stat.length(), stat.lastIndexOf(')') + 2));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
