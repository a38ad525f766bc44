package dev.taskmaster.spec;

/// Thrown when a specification is put together from values that cannot go together or are out of
/// range. The message names the field, what was given and what would do.
public final class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    /// @param field the field as it is written in a configuration file, such as `numprocs`
    /// @param problem what was given and what would do
    public InvalidSpecException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /// {@return the field as it is written in a configuration file}
    public String field() {
        return field;
    }

    /// {@return what was given and what would do: the message without the field}
    public String problem() {
        return problem;
    }
}
