package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.render.OutcomeLine;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import java.util.List;
import java.util.Set;

/// The verbs that change what runs.
final class Commands {
    private static final Set<Result> UNKNOWN = Set.of(Result.NO_SUCH_PROCESS, Result.NO_SUCH_GROUP);

    static final Verb START =
            new Verb(
                    "start",
                    "NAME...",
                    "start processes",
                    List.of("Waits until each is RUNNING, or will not be."),
                    Completion.names(ProcessState::isDown),
                    (names, control, console) ->
                            report(
                                    control.start(required(names)),
                                    "started",
                                    Set.of(Result.ALREADY_STARTED),
                                    control,
                                    console));

    static final Verb STOP =
            new Verb(
                    "stop",
                    "NAME...",
                    "stop processes",
                    List.of("Waits until each is gone."),
                    Completion.names(ProcessState::isUp),
                    (names, control, console) ->
                            report(
                                    control.stop(required(names)),
                                    "stopped",
                                    Set.of(Result.NOT_RUNNING),
                                    control,
                                    console));

    static final Verb RESTART =
            new Verb(
                    "restart",
                    "NAME...",
                    "stop processes, then start them all",
                    List.of("Waits until each is RUNNING, or will not be."),
                    Completion.names(_ -> true),
                    (names, control, console) ->
                            report(
                                    control.restart(required(names)),
                                    "restarted",
                                    Set.of(),
                                    control,
                                    console));

    static final Verb SIGNAL =
            new Verb(
                    "signal",
                    "SIGNAL NAME...",
                    "send a signal to processes",
                    List.of("SIGNAL is a name or a number: HUP, SIGUSR1, 15, RTMIN+1."),
                    Completion.signalAndNames(),
                    Commands::signal);

    private Commands() {}

    private static ExitCode signal(List<String> arguments, Control control, Console console)
            throws InterruptedException {
        if (arguments.isEmpty()) {
            throw new UsageException("expected a signal and names");
        }
        var given = arguments.getFirst();
        var signal =
                Signal.parse(given)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                "no such signal: "
                                                        + given
                                                        + ", expected one of "
                                                        + String.join(", ", Signal.names())
                                                        + " or a number"));
        var names = required(arguments.subList(1, arguments.size()));
        return report(control.signal(signal, names), "sent " + signal, Set.of(), control, console);
    }

    private static List<String> required(List<String> names) {
        if (names.isEmpty()) {
            throw new UsageException("expected names, or all");
        }
        return names;
    }

    private static ExitCode report(
            List<Outcome> outcomes,
            String done,
            Set<Result> alsoFine,
            Control control,
            Console console) {
        var known =
                outcomes.stream().anyMatch(outcome -> UNKNOWN.contains(outcome.result()))
                        ? Selection.known(control.status())
                        : List.<String>of();
        var line = new OutcomeLine(done, known, console.style());
        outcomes.forEach(outcome -> console.line(line.text(outcome)));
        if (outcomes.isEmpty()) {
            console.line("there is nothing of that name");
        }
        return exitCode(outcomes, alsoFine);
    }

    private static ExitCode exitCode(List<Outcome> outcomes, Set<Result> alsoFine) {
        var failures =
                outcomes.stream()
                        .filter(outcome -> !outcome.isDone())
                        .filter(outcome -> !alsoFine.contains(outcome.result()))
                        .toList();
        if (failures.isEmpty()) {
            return ExitCode.DONE;
        }
        return failures.stream().allMatch(outcome -> outcome.result() == Result.NOT_RUNNING)
                ? ExitCode.NOT_RUNNING
                : ExitCode.FAILED;
    }
}
