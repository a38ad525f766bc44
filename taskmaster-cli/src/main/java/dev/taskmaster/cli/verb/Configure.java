package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.Control.Checked;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.cli.render.ReloadReport;
import dev.taskmaster.cli.render.Shown;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Configuration;

import java.util.List;

/// The verbs about the configuration.
public final class Configure {
    private static final List<Option> OPTIONS = List.of(Option.JSON);

    static final Verb RELOAD =
            new Verb(
                    "reload",
                    "",
                    "apply what changed in the configuration",
                    List.of("What is unchanged goes on; a file with a mistake changes nothing."),
                    OPTIONS,
                    Completion.NOTHING,
                    Configure::reload);

    static final Verb CHECK =
            new Verb(
                    "check",
                    "",
                    "say what is wrong with the configuration",
                    List.of("Applies nothing."),
                    List.of(),
                    Completion.NOTHING,
                    Configure::check);

    private Configure() {}

    private static ExitCode reload(Arguments arguments, Control control, Console console)
            throws InterruptedException {
        arguments.expectNoWords();
        try {
            var summary = control.reload();
            if (arguments.has(Option.JSON)) {
                console.line(Json.text(Shown.summary(summary)));
            } else {
                ReloadReport.lines(summary).forEach(console::line);
            }
            return ExitCode.DONE;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> console.error(problem.toString()));
            console.line("reload refused, nothing is changed");
            return ExitCode.USAGE;
        }
    }

    private static ExitCode check(Arguments arguments, Control control, Console console) {
        arguments.expectNoWords();
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
        var programs = configuration.programs();
        return summary(
                new Checked(
                        programs.size(),
                        programs.stream().mapToInt(p -> p.processes().size()).sum()));
    }

    private static String summary(Checked checked) {
        return "valid: %s, %s"
                .formatted(
                        count(checked.programs(), "program"),
                        count(checked.processes(), "process", "processes"));
    }

    private static String count(int number, String one) {
        return count(number, one, one + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
