package dev.taskmaster.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A configuration file.
///
/// @param path where it is; absolute
public record ConfigFile(Path path) {

    /// @param path where the file is; relative paths start at the current folder
    public static ConfigFile at(Path path) {
        return new ConfigFile(path.toAbsolutePath().normalize());
    }

    /// Looks for a configuration file where it is by default, see [#places].
    ///
    /// @return the first that is there, whether or not it can be read
    public static Optional<ConfigFile> find() {
        return places().stream().filter(Files::exists).findFirst().map(ConfigFile::at);
    }

    /// {@return where a configuration file is looked for by default, in this order:
    /// `taskmaster.yml` and `taskmaster.yaml` in the current folder, in `taskmaster` in the user's
    /// configuration folder (`$XDG_CONFIG_HOME`, else `~/.config`), in `/etc/taskmaster`}
    public static List<Path> places() {
        return new DefaultPlaces(Surroundings.current()).configFiles();
    }

    /// Reads the file and all it includes, as they are now. Makes nothing and starts nothing.
    ///
    /// @throws ConfigException if anything is wrong with them; carries every problem, file by file
    ///   in the order in which they are included, and each file's in the order of its lines
    public Configuration load() {
        return isSupervisords()
                ? SupervisordFile.at(path).load().configuration()
                : load(Surroundings.current());
    }

    /// As [#load], for a daemon that runs: logs without a place of their own stay where they are,
    /// even if the file names another state folder by now.
    ///
    /// @param running how that daemon runs
    /// @throws ConfigException as [#load]
    public Configuration load(DaemonSettings running) {
        return isSupervisords()
                ? load()
                : new Loader(Surroundings.current()).load(path, Optional.of(running));
    }

    /// Reads the section `taskmaster` alone: what a client needs to find the daemon.
    ///
    /// @return empty if that section cannot be read, or this is a supervisord.conf
    public Optional<DaemonSettings> daemon() {
        return isSupervisords()
                ? Optional.empty()
                : new Loader(Surroundings.current()).daemon(path);
    }

    /// {@return whether it is a supervisord.conf, to be read as a [SupervisordFile]: its name ends
    /// in `.conf` or `.ini`, or, unless that ends in `.yml` or `.yaml`, the first line that is
    /// neither empty nor a comment begins with a `[`}
    public boolean isSupervisords() {
        var name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".conf") || name.endsWith(".ini")) {
            return true;
        }
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            return false;
        }
        try {
            return TextFile.read(path)
                    .lines()
                    .map(String::strip)
                    .filter(
                            line ->
                                    !line.isEmpty()
                                            && !line.startsWith("#")
                                            && !line.startsWith(";"))
                    .findFirst()
                    .filter(line -> line.startsWith("["))
                    .isPresent();
        } catch (TextFile.UnreadableException e) {
            // Whoever loads it says what is wrong.
            return false;
        }
    }

    Configuration load(Surroundings surroundings) {
        return new Loader(surroundings).load(path, Optional.empty());
    }
}
