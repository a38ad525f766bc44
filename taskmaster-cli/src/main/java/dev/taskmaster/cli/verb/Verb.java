package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;

import java.util.List;

/// One thing that people can ask for.
///
/// @param name the word that asks for it
/// @param usage what may follow the name; empty where nothing may
/// @param summary what it does, in a few words
/// @param help more about it, one line each; may be empty
/// @param options what changes how it is done; may be empty
/// @param completion what may come next on the line
/// @param action does it
public record Verb(
        String name,
        String usage,
        String summary,
        List<String> help,
        List<Option> options,
        Completion completion,
        Action action) {
    public Verb {
        help = List.copyOf(help);
        options = List.copyOf(options);
    }

    /// Does it.
    ///
    /// @param words the words after the verb
    /// @param control what is asked
    /// @param console where the answer goes to
    /// @throws InterruptedException if the waiting for the answer was ended
    /// @throws UsageException if the words are not understood
    public ExitCode run(List<String> words, Control control, Console console)
            throws InterruptedException {
        return action.run(Arguments.parse(words, options), control, console);
    }

    /// {@return `tail [-f] NAME`}
    public String synopsis() {
        return usage.isEmpty() ? name : name + " " + usage;
    }

    /// Does what a verb stands for.
    @FunctionalInterface
    public interface Action {
        /// @param arguments what stands after the verb
        /// @param control what is asked
        /// @param console where the answer goes to
        /// @throws InterruptedException if the waiting for the answer was ended
        /// @throws UsageException if the arguments are not understood
        ExitCode run(Arguments arguments, Control control, Console console)
                throws InterruptedException;
    }
}
