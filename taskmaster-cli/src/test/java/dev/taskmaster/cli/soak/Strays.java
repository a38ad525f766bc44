package dev.taskmaster.cli.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What must not be left behind.
final class Strays {
    private Strays() {}

    /// {@return processes that have to do with a folder: by their command line, their own folder or
    /// what they have open}
    static List<String> processes(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> concerns(Path.of("/proc/" + process.pid()), folder.toString()))
                .map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }

    private static boolean concerns(Path process, String folder) {
        try (var files = Files.list(process.resolve("fd"))) {
            return Files.readString(process.resolve("cmdline")).contains(folder)
                    || Files.readSymbolicLink(process.resolve("cwd")).toString().equals(folder)
                    || files.anyMatch(file -> leadsTo(file, folder));
        } catch (IOException | UncheckedIOException e) {
            return false; // It is gone.
        }
    }

    private static boolean leadsTo(Path link, String folder) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    /// {@return pipes and sockets in a folder}
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isRegularFile(file) && !Files.isDirectory(file))
                    .toList();
        }
    }
}
