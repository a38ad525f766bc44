package dev.taskmaster.server.testing;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.server.host.FileHost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A supervisor of a configuration file, as a program would have it.
public final class Rig implements AutoCloseable {
    public final Supervisor supervisor;
    public final FileHost host;
    private final Path file;

    private Rig(Supervisor supervisor, FileHost host, Path file) {
        this.supervisor = supervisor;
        this.host = host;
        this.file = file;
    }

    /// @param folder for the configuration and all that it names
    /// @param programs the section `programs`
    public static Rig of(Path folder, ProcessLauncher launcher, String programs)
            throws IOException {
        return of(folder, Supervisor.builder().launcher(launcher).build(), programs);
    }

    /// With real processes.
    public static Rig of(Path folder, String programs) throws IOException {
        return of(folder, Supervisor.create(), programs);
    }

    private static Rig of(Path folder, Supervisor supervisor, String programs) throws IOException {
        var path = folder.resolve("taskmaster.yml");
        write(path, folder, programs);
        Files.writeString(folder.resolve("main.log"), "the log of the supervisor\n");
        var file = ConfigFile.at(path);
        var configuration = file.load();
        var host = FileHost.of(supervisor, file, configuration, "1.2.3");
        supervisor.apply(configuration).join();
        return new Rig(supervisor, host, path);
    }

    private static void write(Path path, Path folder, String programs) throws IOException {
        Files.writeString(
                path,
                """
                taskmaster:
                  statedir: %1$s
                  logfile: %1$s/main.log
                programs:
                %2$s"""
                        .formatted(folder, programs.indent(2)));
    }

    /// Writes another configuration, which nobody has read yet.
    public void rewrite(String programs) throws IOException {
        write(file, file.getParent(), programs);
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
