package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.cli.render.OutcomeLine;
import dev.taskmaster.cli.render.Shown;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The verbs that change what runs.
final class Commands {
    private static final Set<Result> UNKNOWN = Set.of(Result.NO_SUCH_PROCESS, Result.NO_SUCH_GROUP);

    private static final Option NO_WAIT = Option.flag("--no-wait", "do not wait until it is done");
    private static final Option WAIT = Option.flag("--wait", "wait until it is done, the default");
    private static final List<Option> WAITING = List.of(NO_WAIT, WAIT, Option.JSON);

    static final Verb START =
            new Verb(
                    "start",
                    "NAME...",
                    "start processes",
                    List.of("Waits until each is RUNNING, or will not be."),
                    WAITING,
                    Completion.names(ProcessState::isDown),
                    (arguments, control, console) ->
                            report(
                                    arguments,
                                    arguments.has(NO_WAIT)
                                            ? control.beginStart(names(arguments))
                                            : control.start(names(arguments)),
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
                    WAITING,
                    Completion.names(ProcessState::isUp),
                    (arguments, control, console) ->
                            report(
                                    arguments,
                                    arguments.has(NO_WAIT)
                                            ? control.beginStop(names(arguments))
                                            : control.stop(names(arguments)),
                                    arguments.has(NO_WAIT) ? "asked to stop" : "stopped",
                                    Set.of(Result.NOT_RUNNING),
                                    control,
                                    console));

    static final Verb RESTART =
            new Verb(
                    "restart",
                    "NAME...",
                    "stop processes, then start them all",
                    List.of("Waits until each is RUNNING, or will not be."),
                    List.of(Option.JSON),
                    Completion.names(_ -> true),
                    (arguments, control, console) ->
                            report(
                                    arguments,
                                    control.restart(names(arguments)),
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
                    List.of(Option.JSON),
                    Completion.signalAndNames(),
                    Commands::signal);

    static final Verb SHUTDOWN =
            new Verb(
                    "shutdown",
                    "",
                    "stop everything, and the supervisor itself",
                    List.of(),
                    List.of(),
                    Completion.NOTHING,
                    (arguments, control, _) -> {
                        arguments.expectNoWords();
                        control.shutdown();
                        return ExitCode.DONE;
                    });

    static final Verb UPGRADE =
            new Verb(
                    "upgrade",
                    "[PROGRAM]",
                    "have another version of Taskmaster take over",
                    List.of(
                            "PROGRAM is the path of its bin/taskmaster; without it, the one that"
                                    + " was started is started again. Nothing is stopped."),
                    List.of(),
                    Completion.NOTHING,
                    Commands::upgrade);

    private Commands() {}

    private static ExitCode upgrade(Arguments arguments, Control control, Console console)
            throws InterruptedException {
        var words = arguments.words();
        if (words.size() > 1) {
            throw new UsageException("expected one program, or none");
        }
        var program = words.stream().map(it -> Path.of(it).toAbsolutePath()).findFirst();
        console.line("taskmaster " + control.upgrade(program) + " has taken over");
        return ExitCode.DONE;
    }

    private static ExitCode signal(Arguments arguments, Control control, Console console)
            throws InterruptedException {
        var words = arguments.words();
        if (words.isEmpty()) {
            throw new UsageException("expected a signal and names");
        }
        var given = words.getFirst();
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
        var names = required(words.subList(1, words.size()));
        return report(
                arguments,
                control.signal(signal, names),
                "sent " + signal,
                Set.of(),
                control,
                console);
    }

    private static List<String> names(Arguments arguments) {
        return required(arguments.words());
    }

    private static List<String> required(List<String> names) {
        if (names.isEmpty()) {
            throw new UsageException("expected names, or all");
        }
        return names;
    }

    private static ExitCode report(
            Arguments arguments,
            List<Outcome> outcomes,
            String done,
            Set<Result> alsoFine,
            Control control,
            Console console) {
        if (arguments.has(Option.JSON)) {
            console.line(Json.text(outcomes.stream().map(Shown::outcome).toList()));
            return exitCode(outcomes, alsoFine);
        }
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
