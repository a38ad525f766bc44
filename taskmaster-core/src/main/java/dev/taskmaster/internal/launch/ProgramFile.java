package dev.taskmaster.internal.launch;

import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchRequest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the file of the program to start, as `execvp` does but from the program's own working
/// directory and with the program's own `PATH`, and says precisely why it cannot be started.
public final class ProgramFile {
    /// Where programs are looked for if the environment has no `PATH`.
    private static final String STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin";

    private ProgramFile() {}

    /// {@return the absolute path of the program of a request}
    ///
    /// @throws LaunchException if there is no such program or it cannot be executed, or if its
    ///   working directory cannot be entered
    public static Path find(LaunchRequest request) {
        var dir = request.spec().workingDir();
        dir.ifPresent(ProgramFile::checkWorkingDir);
        var from = dir.orElseGet(() -> Path.of("").toAbsolutePath());
        var name = request.spec().cmd().getFirst();
        if (name.indexOf('/') >= 0) {
            return checkExecutable(name, from.resolve(name));
        }
        var unusable = Optional.<Path>empty();
        var path = request.environment().getOrDefault("PATH", STANDARD_PATH);
        for (var folder : path.split(":", -1)) {
            var file = from.resolve(folder).resolve(name);
            if (isProgram(file)) {
                return file;
            }
            if (Files.isRegularFile(file)) {
                unusable = unusable.or(() -> Optional.of(file));
            }
        }
        throw unusable.map(file -> notExecutable(file.toString())).orElseGet(() -> notFound(name));
    }

    private static void checkWorkingDir(Path dir) {
        if (Files.isDirectory(dir) && Files.isExecutable(dir)) {
            return;
        }
        throw new LaunchException(
                !Files.exists(dir)
                        ? "no such working directory: " + dir
                        : Files.isDirectory(dir)
                                ? "cannot enter working directory " + dir + ": Permission denied"
                                : "working directory is not a directory: " + dir);
    }

    private static Path checkExecutable(String name, Path file) {
        if (isProgram(file)) {
            return file;
        }
        throw Files.isDirectory(file)
                ? new LaunchException("command at '" + name + "' is a directory")
                : Files.exists(file) ? notExecutable(name) : notFound(name);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static LaunchException notFound(String name) {
        return new LaunchException("can't find command '" + name + "'");
    }

    private static LaunchException notExecutable(String name) {
        return new LaunchException("command at '" + name + "' is not executable");
    }
}
