package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.Configuration;
import dev.taskmaster.config.DaemonSettings;
import dev.taskmaster.config.SupervisordFile;

import java.util.Optional;

/// A configuration file and what it says.
///
/// @param file where it was read
/// @param content what it says
public record Setup(ConfigFile file, Content content) {

    /// What a file of either kind says.
    public sealed interface Content {
        /// {@return what any configuration says} That of a supervisord.conf is made anew each time.
        Configuration configuration();

        /// {@return how the daemon itself is to run}
        DaemonSettings daemon();
    }

    /// A file of Taskmaster's own.
    public record Own(Configuration configuration) implements Content {
        @Override
        public DaemonSettings daemon() {
            return configuration.daemon();
        }
    }

    /// A supervisord.conf.
    ///
    /// @param file the file
    /// @param loaded what it said when it was read
    public record Supervisord(SupervisordFile file, SupervisordFile.Loaded loaded)
            implements Content {
        @Override
        public Configuration configuration() {
            return loaded.configuration();
        }

        @Override
        public DaemonSettings daemon() {
            return loaded.daemon();
        }
    }

    /// Reads a file of either kind.
    ///
    /// @throws ConfigException if anything is wrong with it
    public static Setup load(ConfigFile file) {
        return file.isSupervisords()
                ? load(SupervisordFile.at(file.path()))
                : new Setup(file, new Own(file.load()));
    }

    /// Reads a supervisord.conf.
    ///
    /// @throws ConfigException if anything is wrong with it
    public static Setup load(SupervisordFile file) {
        return new Setup(ConfigFile.at(file.path()), new Supervisord(file, file.load()));
    }

    /// {@return what a supervisord.conf says besides; empty for Taskmaster's own files}
    public Optional<Supervisord> supervisord() {
        return content instanceof Supervisord it ? Optional.of(it) : Optional.empty();
    }

    /// {@return what any configuration says}
    public Configuration configuration() {
        return content.configuration();
    }

    /// {@return how the daemon itself is to run}
    public DaemonSettings daemon() {
        return content.daemon();
    }
}
