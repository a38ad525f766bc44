package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// The option that names the configuration, and how it is read.
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration. Default: taskmaster.yml in the current folder, in"
                            + " ~/.config/taskmaster or in /etc/taskmaster.")
    private Path path;

    /// Reads the configuration, and says on stderr what is wrong where it cannot be used.
    Optional<Setup> load(Streams streams) {
        var file = file(streams);
        try {
            return file.map(Setup::load);
        } catch (ConfigException e) {
            e.problems().forEach(streams.err()::println);
            return Optional.empty();
        }
    }

    /// {@return the file, or empty if it was said on stderr that there is none}
    Optional<ConfigFile> file(Streams streams) {
        if (path != null) {
            return Optional.of(ConfigFile.at(path));
        }
        var found = ConfigFile.find();
        if (found.isEmpty()) {
            var places =
                    ConfigFile.places().stream()
                            .map(Path::toString)
                            .collect(Collectors.joining("\n  "));
            streams.err()
                    .println(
                            "taskmaster: no configuration found; name one with -c FILE, or write"
                                    + " one of:\n  "
                                    + places);
        }
        return found;
    }
}
