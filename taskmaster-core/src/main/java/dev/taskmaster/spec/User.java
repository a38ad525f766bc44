package dev.taskmaster.spec;

/// The user as whom a process runs, with that user's groups.
///
/// @param name a name or a number
/// @param adaptEnvironment whether `HOME`, `USER`, `LOGNAME` and `SHELL` become the user's unless
///   the program's own environment sets them; default true (supervisord: false)
public record User(String name, boolean adaptEnvironment) {
    /// @throws InvalidSpecException if the name is empty or holds a `:` or white space
    public User {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == ':')) {
            throw new InvalidSpecException("user", "'" + name + "' is not the name of a user");
        }
    }
}
