package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.SupervisordFile;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the names of AUTO logs follow from, kept while the daemon runs: the next one finds it only
/// if this one did not come to its end, and then gives the logs of what still runs the same names.
final class AutoLogSeed {
    private static final System.Logger LOG = System.getLogger(AutoLogSeed.class.getPackageName());

    private AutoLogSeed() {}

    static void keep(Setup setup) {
        setup.supervisord()
                .map(it -> it.loaded().programs().autoLogs().seed())
                .ifPresent(seed -> file(setup).ifPresent(file -> write(file, seed)));
    }

    private static void write(Path file, String seed) {
        try {
            Files.writeString(file, seed);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot write {0}: {1}", file, e);
        }
    }

    static void drop(Setup setup) {
        file(setup).ifPresent(AutoLogSeed::remove);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", file, e);
        }
    }

    private static Optional<Path> file(Setup setup) {
        return setup.daemon().stateDir().map(dir -> dir.resolve(SupervisordFile.SEED_FILE));
    }
}
