package dev.taskmaster.cli;

import dev.taskmaster.cli.command.TaskmasterCommand;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the command `taskmaster` starts.
public final class Main {
    private Main() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] args) throws IOException {
        var rehearsal = System.getProperty("taskmaster.rehearsal");
        if (rehearsal != null) {
            rehearse(Path.of(rehearsal));
        }
        var code = run(args, System.in, System.out, System.err);
        System.out.flush();
        System.err.flush();
        // Not System.exit: it looks through all jars for a logger to tell it to, and nothing of
        // ours waits to be told.
        Runtime.getRuntime().halt(code);
    }

    /// Runs the commands of a file first, one a line: a cache of the JVM holds what one process
    /// did, and shall be good for more than one command (`make-caches.sh`).
    private static void rehearse(Path file) throws IOException {
        for (var line : Files.readAllLines(file)) {
            run(line.split(" "), System.in, System.out, System.err);
        }
    }

    /// Runs the command and returns.
    ///
    /// @return the exit code: 0 done, 1 failed, 2 not understood or bad configuration, 3 not
    ///   running
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return TaskmasterCommand.run(args, in, out, err);
    }
}
