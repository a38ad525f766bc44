package dev.taskmaster.cli.command;

import dev.taskmaster.cli.render.Style;

import java.io.InputStream;
import java.io.PrintStream;

/// Where a command reads from and writes to.
///
/// @param in its standard input
/// @param out answers
/// @param err what went wrong
record Streams(InputStream in, PrintStream out, PrintStream err) {

    /// Says why a command cannot be done.
    void complain(String message) {
        err.println("taskmaster: " + message);
    }

    /// {@return the colours to use (no-color.org)}
    Style style() {
        var environment = System.getenv();
        return new Style(
                isTerminal()
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
    }

    /// {@return whether a person sits there: standard input and output are those of this process
    /// and are terminals}
    boolean isTerminal() {
        var console = System.console();
        return in == System.in && out == System.out && console != null && console.isTerminal();
    }
}
