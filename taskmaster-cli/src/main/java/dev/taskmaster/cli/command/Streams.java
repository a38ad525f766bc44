package dev.taskmaster.cli.command;

import java.io.InputStream;
import java.io.PrintStream;

/// Where a command reads from and writes to.
///
/// @param in its standard input
/// @param out answers
/// @param err what went wrong
record Streams(InputStream in, PrintStream out, PrintStream err) {

    /// {@return whether a person sits there: standard input and output are those of this process
    /// and are terminals}
    boolean isTerminal() {
        var console = System.console();
        return in == System.in && out == System.out && console != null && console.isTerminal();
    }
}
