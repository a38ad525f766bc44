package dev.taskmaster.cli.daemon;

import dev.taskmaster.config.ConfigFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the configuration is looked for if none is named: `./taskmaster.yml`, `./taskmaster.yaml`,
/// then the same names in `$XDG_CONFIG_HOME/taskmaster` (default `~/.config/taskmaster`), then in
/// `/etc/taskmaster`.
///
/// @param paths the places, the first of which that is there counts
public record ConfigPlaces(List<Path> paths) {

    /// @param folder the current folder
    /// @param home the home folder of the user
    /// @param environment the environment variables
    public static ConfigPlaces of(Path folder, Path home, Map<String, String> environment) {
        var xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        var config = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".config");
        return new ConfigPlaces(
                Stream.of(folder, config.resolve("taskmaster"), Path.of("/etc/taskmaster"))
                        .flatMap(
                                place ->
                                        Stream.of("taskmaster.yml", "taskmaster.yaml")
                                                .map(place::resolve))
                        .toList());
    }

    /// {@return the places of this process}
    public static ConfigPlaces ofThisProcess() {
        return of(Path.of(""), Path.of(System.getProperty("user.home", "/")), System.getenv());
    }

    /// {@return the first that is there}
    public Optional<ConfigFile> find() {
        return paths.stream().filter(Files::exists).findFirst().map(ConfigFile::at);
    }
}
