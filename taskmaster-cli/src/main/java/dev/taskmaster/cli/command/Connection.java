package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.control.http.Address;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.SupervisordConfig;

import picocli.CommandLine.Model.OptionSpec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The options that say which daemon a command is for.
final class Connection {
    private final ConfigOption config = new ConfigOption();
    private final OptionSpec server =
            OptionSpec.builder("--server")
                    .paramLabel("URL")
                    .type(String.class)
                    .description(
                            "Where the daemon listens: unix:///path or"
                                    + " http://[user:password@]host:port."
                                    + " Default: the socket of the configuration.")
                    .build();

    List<OptionSpec> options() {
        return List.of(config.spec(), server);
    }

    /// {@return what controls the daemon; empty if it was said on stderr why there is none}
    Optional<RemoteControl> control(Streams streams) {
        try {
            return address(streams).map(RemoteControl::new);
        } catch (IllegalArgumentException e) {
            streams.complain("--server: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Address> address(Streams streams) {
        String named = server.getValue();
        return named == null
                ? config.file(streams).flatMap(file -> address(file, streams))
                : Optional.of(Address.parse(named));
    }

    private static Optional<Address> address(ConfigFile file, Streams streams) {
        try {
            return Optional.of(address(file));
        } catch (ConfigException e) {
            e.problems().forEach(streams.err()::println);
            streams.complain("mend the file, or name the daemon with --server");
            return Optional.empty();
        }
    }

    /// Reads no programs: the daemon can be asked although they are just being edited, and however
    /// many they are.
    private static Address address(ConfigFile file) {
        if (file.isSupervisords()) {
            var supervisord = SupervisordFile.at(file.path());
            return unix(supervisord.loadWithoutPrograms())
                    .orElseGet(() -> address(supervisord.defaultSocket()));
        }
        // To load all of it says what is wrong.
        return address(file.daemon().orElseGet(() -> file.load().daemon()).socket());
    }

    /// {@return where the daemon of a configuration listens}
    static Address address(Setup setup) {
        return setup.supervisord()
                .flatMap(supervisord -> unix(supervisord.loaded().config()))
                .orElseGet(() -> address(setup.daemon().socket()));
    }

    private static Address address(Optional<Path> socket) {
        return socket.map(Address::of)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "is needed: there is no folder that a socket could be in; say it, or name one with 'socket' in the section 'taskmaster'"));
    }

    private static Optional<Address> unix(SupervisordConfig config) {
        return config.servers().stream()
                .filter(HttpServer.Unix.class::isInstance)
                .map(HttpServer.Unix.class::cast)
                .findFirst()
                .map(Connection::address);
    }

    private static Address address(HttpServer.Unix unix) {
        return Address.of(unix.file())
                .withCredentials(unix.credentials().map(c -> c.username() + ":" + c.password()));
    }
}
