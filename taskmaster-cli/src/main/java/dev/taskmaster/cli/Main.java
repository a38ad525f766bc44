package dev.taskmaster.cli;

import dev.taskmaster.cli.command.TaskmasterCommand;

import java.io.InputStream;
import java.io.PrintStream;

/// Where the command `taskmaster` starts.
public final class Main {
    private Main() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(run(args, System.in, System.out, System.err));
    }

    /// Runs the command and returns.
    ///
    /// @return the exit code: 0 done, 1 failed, 2 not understood or bad configuration, 3 not
    ///   running
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return TaskmasterCommand.run(args, in, out, err);
    }
}
