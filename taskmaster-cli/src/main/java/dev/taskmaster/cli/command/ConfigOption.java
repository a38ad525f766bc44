package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;

import picocli.CommandLine.Model.OptionSpec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// The option that names the configuration, and how it is read.
final class ConfigOption {
    private final OptionSpec spec =
            OptionSpec.builder("-c", "--config")
                    .paramLabel("FILE")
                    .type(Path.class)
                    .converters(Path::of)
                    .description(
                            "The configuration. Default: taskmaster.yml in the current folder, in"
                                    + " ~/.config/taskmaster or in /etc/taskmaster.")
                    .build();

    OptionSpec spec() {
        return spec;
    }

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
        Path named = spec.getValue();
        if (named != null) {
            return Optional.of(ConfigFile.at(named));
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
