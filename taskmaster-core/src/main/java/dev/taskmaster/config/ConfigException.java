package dev.taskmaster.config;

import java.util.List;
import java.util.stream.Collectors;

/// Thrown when a configuration is not valid. Carries everything that is wrong with it.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /// @param problems what is wrong, at least one
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// {@return everything that is wrong, in the order of the text}
    public List<Problem> problems() {
        return problems;
    }
}
