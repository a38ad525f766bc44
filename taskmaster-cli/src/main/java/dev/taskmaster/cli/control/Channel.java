package dev.taskmaster.cli.control;

import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Which output of a process.
public enum Channel {
    STDOUT,
    STDERR;

    /// {@return the file that this output of a process goes to, if it goes to one}
    public Optional<Path> file(ProcessStatus process) {
        return switch (this) {
            case STDOUT -> process.stdout();
            case STDERR -> process.stderr();
        };
    }

    /// {@return `stdout` or `stderr`}
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
