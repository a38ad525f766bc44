package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.control.http.Address;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.config.supervisord.HttpServer;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Optional;

/// The options that say which daemon a command is for.
final class Connection {
    @Mixin private ConfigOption config;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "Where the daemon listens: unix:///path or http://[user:password@]host:port."
                            + " Default: the socket of the configuration.")
    private String server;

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
        return server == null
                ? config.file(streams).flatMap(file -> address(file, streams))
                : Optional.of(Address.parse(server));
    }

    private static Optional<Address> address(ConfigFile file, Streams streams) {
        try {
            return Optional.of(address(Setup.loadDaemon(file)));
        } catch (ConfigException e) {
            e.problems().forEach(streams.err()::println);
            streams.complain("mend the file, or name the daemon with --server");
            return Optional.empty();
        }
    }

    /// {@return where the daemon of a configuration listens}
    static Address address(Setup setup) {
        return setup.supervisord().stream()
                .flatMap(supervisord -> supervisord.loaded().config().servers().stream())
                .filter(HttpServer.Unix.class::isInstance)
                .map(HttpServer.Unix.class::cast)
                .findFirst()
                .map(Connection::address)
                .or(() -> setup.daemon().socket().map(Address::of))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "is needed: there is no folder that a socket could be in; say it, or name one with 'socket' in the section 'taskmaster'"));
    }

    private static Address address(HttpServer.Unix unix) {
        return Address.of(unix.file())
                .withCredentials(unix.credentials().map(c -> c.username() + ":" + c.password()));
    }
}
