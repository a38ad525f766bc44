package dev.taskmaster.config;

import dev.taskmaster.config.DaemonSettings.LogFormat;
import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.spec.Rotation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Reads the section `taskmaster`: how the supervisor itself is to run.
final class DaemonReader {
    private final Path configFile;
    private final DefaultPlaces places;

    DaemonReader(Path configFile, DefaultPlaces places) {
        this.configFile = configFile;
        this.places = places;
    }

    /// @param section the section, or empty if there is none
    DaemonSettings read(Optional<Section> section) {
        var stateDir =
                section.flatMap(daemon -> path(daemon, "statedir"))
                        .orElseGet(() -> places.stateDir(configFile));
        var socket =
                section.flatMap(DaemonReader::socket)
                        .orElseGet(() -> places.socket(configFile, stateDir));
        var auto = stateDir.resolve("taskmaster.log");
        var log = section.flatMap(daemon -> log(daemon, auto)).orElseGet(() -> Log.in(auto));
        return new DaemonSettings(
                stateDir,
                socket,
                log.file(),
                log.rotation(),
                section.flatMap(daemon -> daemon.read("logformat", DaemonReader::logFormat))
                        .orElse(LogFormat.TEXT),
                section.flatMap(daemon -> daemon.read("syslog", Values::flag)).orElse(false));
    }

    private static Optional<Path> path(Section daemon, String key) {
        return daemon.read(key, daemon.source().folder()::resolve);
    }

    private static Optional<Path> socket(Section daemon) {
        var socket = path(daemon, "socket");
        var bytes = socket.map(DefaultPlaces::bytes).orElse(0);
        if (bytes > DefaultPlaces.SOCKET_BYTES_MAX) {
            daemon.problem(
                    "socket",
                    "the path is %d bytes long, expected at most %d, the system's limit for sockets"
                            .formatted(bytes, DefaultPlaces.SOCKET_BYTES_MAX));
            return Optional.empty();
        }
        return socket;
    }

    private record Log(Optional<Path> file, Optional<Rotation> rotation) {
        private static Log in(Path file) {
            return new Log(Optional.of(file), Optional.of(Rotation.STANDARD));
        }
    }

    private static Optional<Log> log(Section daemon, Path auto) {
        return daemon.node("logfile")
                .flatMap(
                        node -> {
                            if (OutputReader.isNone(node)) {
                                return Optional.of(new Log(Optional.empty(), Optional.empty()));
                            }
                            return node instanceof Node.Mapping
                                    ? daemon.section("logfile", Keys.ROTATED)
                                            .map(section -> rotated(section, auto))
                                    : daemon.value("logfile", node, OutputReader.path(daemon, auto))
                                            .map(Log::in);
                        });
    }

    private static Log rotated(Section section, Path auto) {
        return new Log(
                section.read("file", OutputReader.path(section, auto)).or(() -> Optional.of(auto)),
                OutputReader.rotation(section));
    }

    private static LogFormat logFormat(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default ->
                    throw new BadValueException(
                            Values.quoted(text) + " is no log format, expected text or json");
        };
    }
}
