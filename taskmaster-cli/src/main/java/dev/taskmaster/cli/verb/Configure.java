package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.render.ReloadReport;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Configuration;

import java.util.List;

/// The verbs about the configuration.
public final class Configure {
    static final Verb RELOAD =
            new Verb(
                    "reload",
                    "",
                    "apply what changed in the configuration",
                    List.of("What is unchanged goes on; a file with a mistake changes nothing."),
                    Completion.NOTHING,
                    Configure::reload);

    static final Verb CHECK =
            new Verb(
                    "check",
                    "",
                    "say what is wrong with the configuration",
                    List.of("Applies nothing."),
                    Completion.NOTHING,
                    Configure::check);

    private Configure() {}

    private static ExitCode reload(List<String> arguments, Control control, Console console)
            throws InterruptedException {
        none(arguments);
        try {
            ReloadReport.lines(control.reload()).forEach(console::line);
            return ExitCode.DONE;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> console.error(problem.toString()));
            console.line("reload refused, nothing is changed");
            return ExitCode.USAGE;
        }
    }

    private static ExitCode check(List<String> arguments, Control control, Console console) {
        none(arguments);
        try {
            console.line(summary(control.check()));
            return ExitCode.DONE;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> console.error(problem.toString()));
            return ExitCode.USAGE;
        }
    }

    /// {@return `valid: 3 programs, 12 processes`}
    public static String summary(Configuration configuration) {
        var programs = configuration.programs().size();
        var processes = configuration.programs().stream().mapToInt(p -> p.processes().size()).sum();
        return "valid: %s, %s"
                .formatted(count(programs, "program"), count(processes, "process", "processes"));
    }

    private static String count(int number, String one) {
        return count(number, one, one + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static void none(List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw new UsageException("takes no arguments, found " + arguments.getFirst());
        }
    }
}
