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
/// @param configuration what any configuration says
/// @param supervisord what a supervisord.conf says besides; empty for Taskmaster's own files
public record Setup(
        ConfigFile file,
        Configuration configuration,
        Optional<SupervisordFile.Loaded> supervisord) {

    /// Reads a file of either kind.
    ///
    /// @throws ConfigException if anything is wrong with it
    public static Setup load(ConfigFile file) {
        if (!file.isSupervisords()) {
            return new Setup(file, file.load(), Optional.empty());
        }
        var loaded = SupervisordFile.at(file.path()).load();
        return new Setup(file, loaded.configuration(), Optional.of(loaded));
    }

    /// {@return how the daemon itself is to run}
    public DaemonSettings daemon() {
        return configuration.daemon();
    }
}
