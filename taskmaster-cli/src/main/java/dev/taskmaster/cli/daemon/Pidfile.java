package dev.taskmaster.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file with the process id of this process, as supervisord writes it.
///
/// @param path where it is
/// @param text what this process has written there; empty if it could not
record Pidfile(Path path, String text) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pidfile.class.getPackageName());

    /// Writes it. If that is not possible, it is said, and all goes on.
    static Pidfile write(Path path) {
        var text = ProcessHandle.current().pid() + "\n";
        try {
            Files.writeString(path, text);
            return new Pidfile(path, text);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the pidfile cannot be written: " + e);
            return new Pidfile(path, "");
        }
    }

    /// Removes it, unless another process has written it since.
    @Override
    public void close() {
        try {
            if (!text.isEmpty() && Files.readString(path).equals(text)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the pidfile is gone already", e);
        }
    }
}
