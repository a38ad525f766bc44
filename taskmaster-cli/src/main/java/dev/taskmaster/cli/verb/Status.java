package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.cli.render.Shown;
import dev.taskmaster.cli.render.StatusTable;
import dev.taskmaster.cli.render.Suggestion;
import dev.taskmaster.cli.render.Tree;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The verbs that look at processes.
final class Status {
    static final Verb STATUS =
            new Verb(
                    "status",
                    "[NAME...]",
                    "show what runs",
                    List.of("Exits with 3 if any of it is down."),
                    List.of(Option.TREE, Option.JSON),
                    Completion.names(_ -> true),
                    Status::status);

    static final Verb PID =
            new Verb(
                    "pid",
                    "[NAME...]",
                    "show process ids, or the supervisor's own",
                    List.of("0 stands for a process that does not run."),
                    List.of(),
                    Completion.names(ProcessState::isAlive),
                    Status::pid);

    private Status() {}

    private static ExitCode status(Arguments arguments, Control control, Console console) {
        var names = arguments.words();
        var selection = select(names, control, console);
        if (arguments.has(Option.JSON)) {
            var now = Instant.now();
            console.line(
                    Json.text(
                            selection.processes().stream()
                                    .map(process -> shown(process, now, arguments, control))
                                    .toList()));
            return exitCode(selection, Status::isInTrouble);
        }
        var lines =
                new StatusTable(Instant.now(), ZoneId::systemDefault, console.style())
                        .lines(selection.processes());
        if (arguments.has(Option.TREE)) {
            lines = withTrees(lines, selection.processes(), control);
        }
        console.lines(lines);
        if (names.isEmpty() && selection.processes().isEmpty()) {
            console.line("no programs are configured");
        }
        return exitCode(selection, Status::isInTrouble);
    }

    /// Puts below each line what descends from its process.
    private static List<String> withTrees(
            List<String> lines, List<ProcessStatus> processes, Control control) {
        var all = new ArrayList<String>();
        for (var i = 0; i < lines.size(); i++) {
            all.add(lines.get(i));
            all.addAll(new Tree(control.descendants(processes.get(i))).lines());
        }
        return all;
    }

    private static Map<String, Object> shown(
            ProcessStatus process, Instant now, Arguments arguments, Control control) {
        var shown = Shown.process(process, now);
        if (arguments.has(Option.TREE)) {
            shown.put("tree", Shown.descendants(control.descendants(process)));
        }
        return shown;
    }

    private static ExitCode pid(Arguments arguments, Control control, Console console) {
        var names = arguments.words();
        if (names.isEmpty()) {
            console.line(Long.toString(control.pid()));
            return ExitCode.DONE;
        }
        var selection = select(names, control, console);
        selection.processes().forEach(process -> console.line(Long.toString(process.pid())));
        return exitCode(selection, process -> process.pid() == 0);
    }

    private static Selection select(List<String> names, Control control, Console console) {
        var all = control.status();
        var selection = Selection.of(names, all);
        for (var name : selection.unknown()) {
            console.error(unknown(name, all));
        }
        return selection;
    }

    /// {@return `no such process: wbe, did you mean web?`}
    static String unknown(String name, List<ProcessStatus> all) {
        return "no such process: " + name + Suggestion.text(name, Selection.known(all));
    }

    private static boolean isInTrouble(ProcessStatus process) {
        return process.state().isDown() || process.state() == ProcessState.UNKNOWN;
    }

    private static ExitCode exitCode(Selection selection, Predicate<ProcessStatus> isDown) {
        if (!selection.unknown().isEmpty()) {
            return ExitCode.FAILED;
        }
        return selection.processes().stream().anyMatch(isDown)
                ? ExitCode.NOT_RUNNING
                : ExitCode.DONE;
    }
}
