package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;

import java.util.List;

/// One thing that people can ask for.
///
/// @param name the word that asks for it
/// @param usage what may follow the name; empty where nothing may
/// @param summary what it does, in a few words
/// @param help more about it, one line each; may be empty
/// @param completion what may come next on the line
/// @param action does it
public record Verb(
        String name,
        String usage,
        String summary,
        List<String> help,
        Completion completion,
        Action action) {
    public Verb {
        help = List.copyOf(help);
    }

    /// {@return `tail [-f] NAME`}
    public String synopsis() {
        return usage.isEmpty() ? name : name + " " + usage;
    }

    /// Does what a verb stands for.
    @FunctionalInterface
    public interface Action {
        /// @param arguments the words after the verb
        /// @param control what is asked
        /// @param console where the answer goes to
        /// @throws InterruptedException if the waiting for the answer was ended
        /// @throws UsageException if the arguments are not understood
        ExitCode run(List<String> arguments, Control control, Console console)
                throws InterruptedException;
    }
}
