package dev.taskmaster.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// What reading a configuration depends on besides the files.
///
/// @param variables the environment
/// @param user the name of the user, or its number
/// @param root whether the user is root
/// @param home the user's home
/// @param folder the current folder
record Surroundings(
        Map<String, String> variables, String user, boolean root, Path home, Path folder) {

    Surroundings {
        variables = Map.copyOf(variables);
    }

    /// {@return those of this JVM, now}
    static Surroundings current() {
        var user = System.getProperty("user.name", "?");
        return new Surroundings(
                System.getenv(),
                user.matches("[A-Za-z0-9._-]+") ? user : Integer.toString(uid()),
                user.equals("root") || uid() == 0,
                userHome(),
                Path.of("").toAbsolutePath());
    }

    /// The JDK says `?` where there is none.
    private static Path userHome() {
        try {
            return Path.of(System.getProperty("user.home", "?"));
        } catch (InvalidPathException e) {
            // Not in the encoding of the system's file names, so as good as none.
            return Path.of("?");
        }
    }

    /// The owner of our own process; -1 where there is no `/proc`.
    private static int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return -1;
        }
    }
}
