package dev.taskmaster.config;

import java.nio.file.Path;
import java.util.Objects;

/// One thing that is wrong with a configuration.
///
/// @param file the file it is in
/// @param line from 1; 0 where it concerns the file as a whole
/// @param column from 1; 0 where it concerns the file as a whole
/// @param message what was found and what was expected
public record Problem(Path file, int line, int column, String message) {
    public Problem {
        Objects.requireNonNull(file);
        Objects.requireNonNull(message);
    }

    /// {@return `taskmaster.yml:12:5: programs.web: unknown key 'autostrat', did you mean
    /// 'autostart'?`}
    @Override
    public String toString() {
        return line == 0
                ? file + ": " + message
                : file + ":" + line + ":" + column + ": " + message;
    }
}
