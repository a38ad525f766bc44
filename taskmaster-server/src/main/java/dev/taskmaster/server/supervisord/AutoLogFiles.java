package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.AutoLogs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The AUTO logs on disk. Those of a group are there, though empty, as soon as it is supervised;
/// those that an earlier daemon has left are kept until the next start, so that what it died of can
/// be read.
///
/// Source: supervisord options.py, `get_autochildlog_name` and `clear_autochildlogdir`.
final class AutoLogFiles {
    private static final System.Logger LOG = System.getLogger("dev.taskmaster.server");

    private static final FileAttribute<?> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private AutoLogFiles() {}

    /// Creates logs that nobody but the daemon's user may read; leaves alone those that are there.
    static void create(List<Path> logs) {
        for (var log : logs) {
            try {
                Files.createFile(log, OURS_ALONE);
            } catch (FileAlreadyExistsException e) {
                // The group was supervised before.
            } catch (IOException e) {
                // Its processes will say so when they cannot be started.
                LOG.log(Level.WARNING, "cannot create the log {0}: {1}", log, e);
            }
        }
    }

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
