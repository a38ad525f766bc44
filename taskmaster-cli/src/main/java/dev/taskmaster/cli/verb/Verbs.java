package dev.taskmaster.cli.verb;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RefusedException;
import dev.taskmaster.cli.render.Suggestion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The table of verbs.
public final class Verbs {
    private final List<Verb> table;

    /// @param more verbs beside the common ones; they stand behind them
    public Verbs(Verb... more) {
        var verbs =
                new ArrayList<>(
                        List.of(
                                Status.STATUS,
                                Commands.START,
                                Commands.STOP,
                                Commands.RESTART,
                                Commands.SIGNAL,
                                Status.PID,
                                Logs.TAIL,
                                Logs.EVENTS_VERB,
                                Logs.LOG,
                                Configure.RELOAD,
                                Configure.CHECK,
                                Commands.UPGRADE,
                                Commands.SHUTDOWN));
        var help =
                new Verb(
                        "help",
                        "[COMMAND]",
                        "explain the commands, or one of them",
                        List.of(),
                        List.of(),
                        (before, processes) -> Completion.oneOf(names()).choices(before, processes),
                        this::help);
        verbs.add(help);
        verbs.addAll(List.of(more));
        table = List.copyOf(verbs);
    }

    /// {@return all verbs, in the order of the help}
    public List<Verb> all() {
        return table;
    }

    /// {@return the verb of that name}
    public Optional<Verb> find(String name) {
        return table.stream().filter(verb -> verb.name().equals(name)).findFirst();
    }

    /// Does what some words ask for.
    ///
    /// @param words a verb and its arguments; none ask for nothing
    /// @throws InterruptedException if the waiting for the answer was ended
    public ExitCode run(List<String> words, Control control, Console console)
            throws InterruptedException {
        if (words.isEmpty()) {
            return ExitCode.DONE;
        }
        var verb = find(words.getFirst());
        if (verb.isEmpty()) {
            console.error(unknown(words.getFirst()));
            return ExitCode.USAGE;
        }
        try {
            return verb.get().run(words.subList(1, words.size()), control, console);
        } catch (UsageException e) {
            console.error(verb.get().name() + ": " + e.getMessage());
            console.err().println("usage: " + verb.get().synopsis());
            return ExitCode.USAGE;
        } catch (CommandRejectedException | RefusedException e) {
            console.error(verb.get().name() + ": " + e.getMessage());
            return ExitCode.FAILED;
        } catch (NoDaemonException e) {
            console.error(verb.get().name() + ": " + e.getMessage());
            return ExitCode.NO_DAEMON;
        }
    }

    private ExitCode help(Arguments arguments, Control control, Console console) {
        var words = arguments.words();
        if (words.size() > 1) {
            throw new UsageException("takes one command, found " + words.size());
        }
        if (words.isEmpty()) {
            summaries().forEach(console::line);
            return ExitCode.DONE;
        }
        var verb = find(words.getFirst());
        if (verb.isEmpty()) {
            console.error(unknown(words.getFirst()));
            return ExitCode.USAGE;
        }
        console.line(console.style().strong(verb.get().synopsis()));
        console.line("  " + verb.get().summary());
        verb.get().help().forEach(line -> console.line("  " + line));
        verb.get()
                .options()
                .forEach(
                        option ->
                                console.line(
                                        "  %-10s  %s"
                                                .formatted(
                                                        option.synopsis(), option.description())));
        return ExitCode.DONE;
    }

    private Stream<String> summaries() {
        var width = table.stream().mapToInt(verb -> verb.synopsis().length()).max().orElse(0);
        var verbs =
                table.stream()
                        .map(
                                verb ->
                                        ("%-" + width + "s  %s")
                                                .formatted(verb.synopsis(), verb.summary()));
        return Stream.concat(
                verbs,
                Stream.of(
                        "",
                        "NAME is a process, group:process, group:* for all of a group, or all."));
    }

    private String unknown(String name) {
        return "no such command: "
                + name
                + Suggestion.text(name, names())
                + " (help lists all commands)";
    }

    private List<String> names() {
        return table.stream().map(Verb::name).toList();
    }
}
