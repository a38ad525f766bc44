package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.AutoLogs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// The AUTO logs that earlier daemons have left: they are kept until the next start, so that what a
/// daemon died of can be read.
///
/// Source: supervisord options.py, `clear_autochildlogdir`.
final class OldLogs {
    private static final System.Logger LOG = System.getLogger("dev.taskmaster.server");

    private OldLogs() {}

    /// Deletes all logs in the folder whose names are of this identifier.
    ///
    /// @param inUse logs that stay, and their old parts too
    static void delete(AutoLogs logs, Set<Path> inUse) {
        try (var files = Files.newDirectoryStream(logs.folder())) {
            for (var file : files) {
                if (logs.isOurs(file.getFileName().toString())
                        && Files.isRegularFile(file)
                        && !inUse.contains(withoutNumber(file))) {
                    delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "cannot look for old logs in {0}: {1}", logs.folder(), e);
        }
    }

    private static Path withoutNumber(Path log) {
        return log.resolveSibling(log.getFileName().toString().replaceFirst("\\.[0-9]+$", ""));
    }

    private static void delete(Path log) {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            // It takes room, and nothing else.
            LOG.log(Level.WARNING, "cannot delete the old log {0}: {1}", log, e);
        }
    }
}
