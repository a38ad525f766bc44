package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.HttpServer.Credentials;
import dev.taskmaster.config.supervisord.HttpServer.Owner;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the sections `[unix_http_server]` and `[inet_http_server]`, and owners of sockets.
///
/// @param host what relative paths start from, and who there is
record ServerReader(SupervisordHost host) {

    Optional<HttpServer> unix(OptionReader section) {
        section.warnOfOthers(SupervisordOptions.UNIX_SERVER, Map.of());
        var credentials = credentials(section);
        var mode = section.read("chmod", SupervisordValues::octal).orElse(0700);
        var owner = section.read("chown", this::owner);
        if (!section.has("file")) {
            section.problem("has no file, expected file = path of the socket");
        }
        return section.read("file", host::absolute)
                .map(
                        file ->
                                new HttpServer.Unix(
                                        section.section().name(), file, mode, owner, credentials));
    }

    Optional<HttpServer> inet(OptionReader section) {
        section.warnOfOthers(SupervisordOptions.INET_SERVER, Map.of());
        var credentials = credentials(section);
        if (!section.has("port")) {
            section.problem("has no port, expected port = host:port");
        }
        return section.read("port", SupervisordValues::inetAddress)
                .map(
                        address ->
                                new HttpServer.Inet(
                                        section.section().name(),
                                        address.host(),
                                        address.port(),
                                        credentials));
    }

    private static Optional<Credentials> credentials(OptionReader section) {
        if (section.has("username") != section.has("password")) {
            section.problem(
                    section.has("username") ? "username" : "password",
                    "stands alone, expected both username and password, or neither");
        }
        return section.text("username")
                .flatMap(
                        username ->
                                section.text("password")
                                        .map(password -> new Credentials(username, password)));
    }

    /// Reads `user` or `user:group`.
    Owner owner(String text) {
        var colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var user =
                host.accounts()
                        .user(name)
                        .orElseThrow(
                                () ->
                                        new BadValueException(
                                                "there is no user " + Values.quoted(name)));
        return new Owner(
                text,
                user.uid(),
                colon < 0 ? OptionalInt.empty() : group(text.substring(colon + 1)));
    }

    private OptionalInt group(String name) {
        return host.accounts()
                .group(name)
                .orElseThrow(
                        () -> new BadValueException("there is no group " + Values.quoted(name)));
    }
}
