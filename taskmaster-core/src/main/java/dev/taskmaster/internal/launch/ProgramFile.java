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
            if (Files.isRegularFile(file)) {
                if (Files.isExecutable(file)) {
                    return file;
                }
                unusable = unusable.or(() -> Optional.of(file));
            }
        }
        throw unusable.map(file -> notExecutable(file.toString()))
                .orElseGet(() -> new LaunchException("can't find command '" + name + "'"));
    }

    private static void checkWorkingDir(Path dir) {
        if (!Files.exists(dir)) {
            throw new LaunchException("no such working directory: " + dir);
        }
        if (!Files.isDirectory(dir)) {
            throw new LaunchException("working directory is not a directory: " + dir);
        }
        if (!Files.isExecutable(dir)) {
            throw new LaunchException(
                    "cannot enter working directory " + dir + ": Permission denied");
        }
    }

    private static Path checkExecutable(String name, Path file) {
        if (!Files.exists(file)) {
            throw new LaunchException("can't find command '" + name + "'");
        }
        if (Files.isDirectory(file)) {
            throw new LaunchException("command at '" + name + "' is a directory");
        }
        if (!Files.isExecutable(file)) {
            throw notExecutable(name);
        }
        return file;
    }

    private static LaunchException notExecutable(String name) {
        return new LaunchException("command at '" + name + "' is not executable");
    }
}
