package dev.taskmaster.cli.control;

import dev.taskmaster.cli.json.Fields;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Problem;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a supervisor's answers mean: the schemas of its `openapi.yaml`, read.
final class Shapes {
    private Shapes() {}

    static List<ProcessStatus> processes(Object json) throws IOException {
        var processes = new ArrayList<ProcessStatus>();
        for (var element : Json.array(json)) {
            processes.add(process(Json.object(element)));
        }
        return processes;
    }

    private static ProcessStatus process(Fields fields) throws IOException {
        try {
            return new ProcessStatus(
                    new ProcessName(fields.text("group"), fields.text("name")),
                    fields.text("program"),
                    ProcessState.valueOf(fields.text("state")),
                    fields.number("pid"),
                    fields.time("start"),
                    fields.time("stop"),
                    exitStatus(fields),
                    fields.text("spawnerr"),
                    (int) fields.number("tries"),
                    fields.time("nextstart"),
                    fields.optionalText("stdout").map(Path::of),
                    fields.optionalText("stderr").map(Path::of));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a process: " + e.getMessage(), e);
        }
    }

    private static Optional<ExitStatus> exitStatus(Fields fields) throws IOException {
        var signal = fields.optionalText("signal").flatMap(Signal::parse);
        if (signal.isPresent()) {
            return Optional.of(new ExitStatus.Signalled(signal.get(), fields.truth("core")));
        }
        return fields.optionalNumber("exitstatus")
                .map(
                        code ->
                                code.whole() < 0
                                        ? new ExitStatus.Unknown()
                                        : new ExitStatus.Code((int) code.whole()));
    }

    static List<Descendant> descendants(Object json) throws IOException {
        var descendants = new ArrayList<Descendant>();
        for (var element : Json.array(json)) {
            var fields = Json.object(element);
            descendants.add(
                    new Descendant(
                            fields.number("pid"), fields.number("parent"), fields.text("command")));
        }
        return descendants;
    }

    static List<Outcome> outcomes(Object json) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        for (var element : Json.array(json)) {
            var fields = Json.object(element);
            outcomes.add(
                    new Outcome(
                            fields.text("name"),
                            result(fields.text("result")),
                            fields.text("detail")));
        }
        return outcomes;
    }

    private static Outcome.Result result(String text) throws IOException {
        try {
            return Outcome.Result.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a result: " + text, e);
        }
    }

    static ReloadSummary summary(Object json) throws IOException {
        var fields = Json.object(json);
        return new ReloadSummary(
                names(fields, "added"),
                names(fields, "removed"),
                names(fields, "replaced"),
                names(fields, "updated"),
                (int) fields.number("unchanged"),
                fields.texts("needs_restart"));
    }

    private static List<ProcessName> names(Fields fields, String field) throws IOException {
        return fields.texts(field).stream().map(ProcessName::parse).toList();
    }

    /// @throws ConfigException if it says that the configuration is not valid
    static Control.Checked checked(Object json) throws IOException {
        var fields = Json.object(json);
        if (!fields.truth("valid")) {
            throw new ConfigException(problems(fields));
        }
        return new Control.Checked(
                (int) fields.number("programs"), (int) fields.number("processes"));
    }

    static List<Problem> problems(Fields fields) throws IOException {
        var problems = new ArrayList<Problem>();
        for (var element : Json.array(fields.value("problems"))) {
            var problem = Json.object(element);
            problems.add(
                    new Problem(
                            Path.of(problem.text("file")),
                            (int) problem.number("line"),
                            (int) problem.number("column"),
                            problem.text("message")));
        }
        return problems;
    }

    static Happening happening(Object change) throws IOException {
        return Happening.read(Json.object(change).value("event"));
    }
}
