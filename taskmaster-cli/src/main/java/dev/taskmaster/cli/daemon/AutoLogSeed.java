package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.SupervisordFile;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the names of AUTO logs follow from, kept while the daemon runs: the next one finds it only
/// if this one did not come to its end, and then gives the logs of what still runs the same names.
final class AutoLogSeed {
    private static final System.Logger LOG = System.getLogger(AutoLogSeed.class.getPackageName());

    private AutoLogSeed() {}

    static void keep(Setup setup) {
        setup.supervisord()
                .map(it -> it.loaded().programs().autoLogs().seed())
                .ifPresent(
                        seed -> {
                            try {
                                Files.writeString(file(setup), seed);
                            } catch (IOException e) {
                                LOG.log(Level.WARNING, "cannot write {0}: {1}", file(setup), e);
                            }
                        });
    }

    static void drop(Setup setup) {
        try {
            Files.deleteIfExists(file(setup));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", file(setup), e);
        }
    }

    private static Path file(Setup setup) {
        return setup.daemon().stateDir().resolve(SupervisordFile.SEED_FILE);
    }
}
