package dev.taskmaster.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What the paths in a configuration file start from.
///
/// @param base the folder of the file
/// @param home the user's home, for `~`
record Folder(Path base, Path home) {

    /// Makes a path absolute: `~` and `~/x` are in the user's home, relative paths in the folder of
    /// the file. `.` and `..` are taken out of its text, before any symbolic link is followed.
    Path resolve(String text) {
        if (text.isEmpty()) {
            throw new BadValueException("is empty, expected a path");
        }
        try {
            return base.resolve(tilde(text)).normalize();
        } catch (InvalidPathException e) {
            throw new BadValueException(Values.quoted(text) + " is not a path: " + e.getReason());
        }
    }

    /// Puts the user's home where a text is `~` or begins with `~/`.
    String tilde(String text) {
        return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    }
}
