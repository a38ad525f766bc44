package dev.taskmaster.config;

import dev.taskmaster.config.DaemonSettings.LogFormat;
import dev.taskmaster.internal.yaml.Node;
import dev.taskmaster.spec.Rotation;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the section `taskmaster`: how the supervisor itself is to run.
final class DaemonReader {
    private DaemonReader() {}

    static DaemonSettings read(Section daemon, DefaultPlaces places) {
        var configFile = daemon.source().file();
        var stateDir = path(daemon, "statedir").or(() -> places.stateDir(configFile));
        var log = log(daemon, stateDir.map(dir -> dir.resolve("taskmaster.log")));
        return new DaemonSettings(
                stateDir,
                socket(daemon).or(() -> places.socket(configFile, stateDir)),
                log.file(),
                log.rotation(),
                daemon.read("logformat", DaemonReader::logFormat).orElse(LogFormat.TEXT),
                daemon.read("syslog", Values::flag).orElse(false),
                daemon.read("subreaper", Values::flag).orElse(false),
                daemon.read("cgroups", Values::flag).orElse(false),
                daemon.read("survive", Values::flag).orElse(true),
                exitOn(daemon));
    }

    private static Optional<ExitOn> exitOn(Section daemon) {
        if (!daemon.has("exit_on")) {
            return Optional.empty();
        }
        var section = daemon.section("exit_on", Keys.EXIT_ON);
        if (!section.has("program") && daemon.node("exit_on").get() instanceof Node.Mapping) {
            section.problem("program", "is missing, expected the name of a program");
        }
        return Optional.of(
                new ExitOn(
                        section.readList("program", Function.identity()).orElse(List.of()),
                        section.readList("states", Values::finalState)
                                .map(Set::copyOf)
                                .orElse(ExitOn.STATES)));
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
                    "the path is %s bytes long, expected at most %s, the system's limit for sockets"
                            .formatted(bytes, DefaultPlaces.SOCKET_BYTES_MAX));
            return Optional.empty();
        }
        return socket;
    }

    private record Log(Optional<Path> file, Optional<Rotation> rotation) {}

    /// @param auto where it is if nothing is said; empty if it cannot be anywhere
    private static Log log(Section daemon, Optional<Path> auto) {
        var node = daemon.node("logfile");
        if (node.filter(OutputReader::isNone).isPresent()) {
            return new Log(Optional.empty(), Optional.empty());
        }
        if (node.isPresent() && node.get() instanceof Node.Mapping) {
            var map = daemon.section("logfile", Keys.ROTATED);
            return new Log(
                    map.read("file", OutputReader.path(map, auto)).orElse(auto),
                    OutputReader.rotation(map));
        }
        var file = daemon.read("logfile", OutputReader.path(daemon, auto)).orElse(auto);
        return new Log(file, Optional.of(Rotation.STANDARD));
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
