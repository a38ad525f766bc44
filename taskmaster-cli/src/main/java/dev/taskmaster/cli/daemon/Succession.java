package dev.taskmaster.cli.daemon;

import dev.taskmaster.OwnProcess;
import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Going on as another version of this program, in the same process.
///
/// @param arguments what this one was started with, and the other will be
public record Succession(List<String> arguments) {
    /// Says to a version that has just taken over from which one, until it is up.
    private static final String PREDECESSOR = "TASKMASTER_PREDECESSOR";

    private static final String HARMLESS = "version";

    public Succession {
        arguments = List.copyOf(arguments);
    }

    /// {@return how `taskmaster run` goes on}
    ///
    /// @param quiet whether it shows no events
    /// @param file its configuration
    public static Succession run(boolean quiet, Path file) {
        var arguments = new ArrayList<>(List.of("run", "--no-shell"));
        if (quiet) {
            arguments.add("--quiet");
        }
        arguments.addAll(List.of("-c", file.toString()));
        return new Succession(arguments);
    }

    /// {@return the script that has started this process, if one has}
    public static Optional<Path> ownScript() {
        return Optional.ofNullable(System.getProperty("taskmaster.launcher")).map(Path::of);
    }

    /// {@return the environment of this process, without what is only between two versions}
    static Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        environment.remove(PREDECESSOR);
        return environment;
    }

    /// Becomes another version; this one, if that cannot be. Returns only if neither can.
    public void to(Path script, PrintStream err) {
        var own = ownScript().orElse(script);
        var environment = environment();
        environment.put(PREDECESSOR, own.toString());
        become(script, environment, err);
        become(own, environment(), err);
    }

    /// Becomes the version before this one again, since this one cannot do its work. Returns if
    /// there was none.
    public void back(PrintStream err) {
        var predecessor = System.getenv(PREDECESSOR);
        if (predecessor != null) {
            err.println("taskmaster: going back to " + predecessor);
            become(Path.of(predecessor), environment(), err);
        }
    }

    private void become(Path script, Map<String, String> environment, PrintStream err) {
        var command = new ArrayList<>(starter(script));
        command.addAll(arguments);
        try {
            OwnProcess.become(command, environment);
        } catch (LaunchException e) {
            err.println("taskmaster: " + e.getMessage());
        }
    }

    /// What the script ends up executing, without arguments. Were it executed itself, its shell
    /// would reap children that end meanwhile, and nobody would learn how they ended. A script that
    /// does not tell has to be executed nevertheless.
    private static List<String> starter(Path script) {
        try {
            var builder =
                    new ProcessBuilder(script.toString(), HARMLESS)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("TASKMASTER_PRINT_COMMAND", "1");
            var process = builder.start();
            process.getOutputStream().close();
            var words = process.inputReader().lines().toList();
            if (words.size() > 1
                    && words.getFirst().startsWith("/")
                    && words.getLast().equals(HARMLESS)) {
                return words.subList(0, words.size() - 1);
            }
        } catch (IOException | UncheckedIOException e) {
            // Said when it is executed.
        }
        return List.of(script.toString());
    }
}
