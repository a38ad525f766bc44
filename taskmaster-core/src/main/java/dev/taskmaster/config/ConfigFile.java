package dev.taskmaster.config;

import java.nio.file.Path;

/// A configuration file.
///
/// @param path where it is; absolute
public record ConfigFile(Path path) {

    /// @param path where the file is; relative paths start at the current folder
    public static ConfigFile at(Path path) {
        return new ConfigFile(path.toAbsolutePath().normalize());
    }

    /// Reads the file and all it includes, as they are now.
    ///
    /// @throws ConfigException if anything is wrong with them; carries every problem
    public Configuration load() {
        throw new UnsupportedOperationException();
    }
}
