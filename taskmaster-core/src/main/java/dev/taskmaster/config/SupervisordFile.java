package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.AutoLogs;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.ProgramSpecs;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A supervisord.conf.
///
/// @param path where it is; absolute
/// @param options options of the section `[supervisord]` that win over those of the file, as a
///   command line gives them
public record SupervisordFile(Path path, Map<String, String> options) {
    /// In the state folder, while a daemon runs: [AutoLogs#seed].
    public static final String SEED_FILE = "seed";

    public SupervisordFile {
        options = Map.copyOf(options);
    }

    /// @param path where the file is; relative paths start at the current folder
    public static SupervisordFile at(Path path) {
        return new SupervisordFile(path.toAbsolutePath().normalize(), Map.of());
    }

    /// {@return the same with options that win over those of the file}
    public SupervisordFile with(Map<String, String> options) {
        return new SupervisordFile(path, options);
    }

    /// Reads the file and all it includes, as they are now. Makes nothing and starts nothing.
    ///
    /// @throws ConfigException if anything is wrong with them; carries every problem, where
    ///   supervisord stops at the first
    public Loaded load() {
        return load(SupervisordHost.current());
    }

    /// Reads all but the programs, of which there are none in what is returned: enough to find the
    /// daemon, however many programs there are, and whatever is wrong with them.
    ///
    /// @throws ConfigException if anything else is wrong
    public SupervisordConfig loadWithoutPrograms() {
        return SupervisordReader.readWithoutPrograms(SupervisordHost.current(), path, options);
    }

    /// {@return the unix socket of a daemon whose file has none; empty if there is no place for
    /// one}
    public Optional<Path> defaultSocket() {
        var places = new DefaultPlaces(Surroundings.current());
        return places.socket(path, places.stateDir(path));
    }

    Loaded load(SupervisordHost host) {
        var reader = new SupervisordReader(host);
        var config = reader.read(path, options);
        var settings = config.settings();
        var folder = host.surroundings().folder();
        var programs =
                new ProgramSpecs(
                        config,
                        settings.nodaemon() ? folder : settings.directory().orElse(folder),
                        new AutoLogs(settings.childLogDir(), settings.identifier(), seed(host)));
        return new Loaded(config, daemon(host, config), programs, reader.warnings());
    }

    /// That of a daemon which did not come to its end, as its processes still write to its logs.
    private String seed(SupervisordHost host) {
        var stateDir = new DefaultPlaces(host.surroundings()).stateDir(path);
        if (stateDir.isEmpty()) {
            return host.seed().get();
        }
        try {
            return Files.readString(stateDir.get().resolve(SEED_FILE)).strip();
        } catch (IOException e) {
            return host.seed().get();
        }
    }

    private DaemonSettings daemon(SupervisordHost host, SupervisordConfig config) {
        var places = new DefaultPlaces(host.surroundings());
        var stateDir = places.stateDir(path);
        var settings = config.settings();
        return new DaemonSettings(
                stateDir,
                config.servers().stream()
                        .filter(HttpServer.Unix.class::isInstance)
                        .map(HttpServer.Unix.class::cast)
                        .map(HttpServer.Unix::file)
                        .findFirst()
                        .or(() -> places.socket(path, stateDir)),
                settings.logfile(),
                settings.logfileMaxBytes() <= 0
                        ? Optional.empty()
                        : Optional.of(
                                new Rotation(
                                        settings.logfileMaxBytes(),
                                        Math.clamp(settings.logfileBackups(), 0, 10_000))),
                DaemonSettings.LogFormat.TEXT,
                settings.logfile().isEmpty(),
                false,
                false,
                settings.survive(),
                Optional.empty());
    }

    /// What a supervisord.conf says.
    ///
    /// @param config all of it
    /// @param daemon how the daemon runs, as far as any of Taskmaster's daemons does
    /// @param programs turns its groups into programs
    /// @param warnings what can be used but should be looked at, such as options that there are not
    public record Loaded(
            SupervisordConfig config,
            DaemonSettings daemon,
            ProgramSpecs programs,
            List<Problem> warnings) {
        public Loaded {
            Objects.requireNonNull(config);
            Objects.requireNonNull(daemon);
            Objects.requireNonNull(programs);
            warnings = List.copyOf(warnings);
        }

        /// {@return the same as any configuration file says it}
        public Configuration configuration() {
            return new Configuration(daemon, programs.all());
        }
    }
}
