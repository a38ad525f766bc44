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
        ConfigFile file, Configuration configuration, Optional<Supervisord> supervisord) {

    /// A supervisord.conf.
    ///
    /// @param file the file
    /// @param loaded what it said when it was read
    public record Supervisord(SupervisordFile file, SupervisordFile.Loaded loaded) {}

    /// Reads a file of either kind.
    ///
    /// @throws ConfigException if anything is wrong with it
    public static Setup load(ConfigFile file) {
        return file.isSupervisords()
                ? load(SupervisordFile.at(file.path()))
                : new Setup(file, file.load(), Optional.empty());
    }

    /// Reads a supervisord.conf.
    ///
    /// @throws ConfigException if anything is wrong with it
    public static Setup load(SupervisordFile file) {
        var loaded = file.load();
        return new Setup(
                ConfigFile.at(file.path()),
                loaded.configuration(),
                Optional.of(new Supervisord(file, loaded)));
    }

    /// {@return how the daemon itself is to run}
    public DaemonSettings daemon() {
        return configuration.daemon();
    }
}
