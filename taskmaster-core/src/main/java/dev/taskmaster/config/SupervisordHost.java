package dev.taskmaster.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What reading a supervisord.conf depends on besides the files.
///
/// @param surroundings the environment, the user and the folders
/// @param nodeName the name of this machine: `uname -n`
/// @param accounts the users and groups of this machine
/// @param temporary the folder for temporary files
/// @param seed tells what this daemon differs in from others, for the names of AUTO logs
record SupervisordHost(
        Surroundings surroundings,
        String nodeName,
        Accounts accounts,
        Path temporary,
        Supplier<String> seed) {

    /// {@return this machine, now}
    static SupervisordHost current() {
        var surroundings = Surroundings.current();
        return new SupervisordHost(
                surroundings,
                hostName(),
                Accounts.current(),
                temporary(surroundings),
                SupervisordHost::thisProcess);
    }

    private static String thisProcess() {
        var self = ProcessHandle.current();
        return self.pid() + "@" + self.info().startInstant().map(Object::toString).orElse("");
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
        }
    }

    /// The first of those that Python tries which can be written.
    private static Path temporary(Surroundings surroundings) {
        var variables = surroundings.variables();
        return Stream.concat(
                        Stream.of("TMPDIR", "TEMP", "TMP")
                                .map(variables::get)
                                .filter(value -> value != null && !value.isEmpty()),
                        Stream.of("/tmp", "/var/tmp", "/usr/tmp"))
                .map(surroundings.folder()::resolve)
                .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder))
                .findFirst()
                .orElse(surroundings.folder());
    }

    /// {@return the path with the home in the place of `~` or `~user`, as far as there is one}
    String withHome(String path) {
        if (!path.startsWith("~")) {
            return path;
        }
        var slash = path.indexOf('/');
        var user = slash < 0 ? path.substring(1) : path.substring(1, slash);
        var home =
                user.isEmpty()
                        ? Optional.of(
                                surroundings
                                        .variables()
                                        .getOrDefault("HOME", surroundings.home().toString()))
                        : accounts.user(user).flatMap(Accounts.User::home);
        return home.map(folder -> folder.replaceFirst("/+$", ""))
                .map(folder -> folder + (slash < 0 ? "" : path.substring(slash)))
                .filter(whole -> !whole.isEmpty())
                .orElse(path);
    }

    /// {@return the path with its home, made absolute from the current folder}
    ///
    /// @throws BadValueException if it is not a path
    Path absolute(String path) {
        try {
            return surroundings.folder().resolve(withHome(path)).normalize();
        } catch (InvalidPathException e) {
            throw new BadValueException(Values.quoted(path) + " is not a path: " + e.getReason());
        }
    }

    /// A folder that is there.
    Path folder(String text) {
        var folder = absolute(text);
        if (text.isEmpty() || !Files.isDirectory(folder)) {
            throw new BadValueException(
                    Values.quoted(text) + " is not a folder, expected one that is there");
        }
        return folder;
    }

    /// The path of a file whose folder is there, with its home, but not made absolute.
    String inFolder(String text) {
        var path = withHome(text);
        var slash = path.lastIndexOf('/');
        if (slash > 0
                && !Files.isDirectory(surroundings.folder().resolve(path.substring(0, slash)))) {
            throw new BadValueException(
                    "the folder of %s is not there, make it first".formatted(Values.quoted(text)));
        }
        return path;
    }
}
