package dev.taskmaster.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.taskmaster.config.Problem;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How things look as JSON. The names are supervisord's where it has one.
final class Shapes {
    private Shapes() {}

    static void process(JsonGenerator json, ProcessStatus process, Instant now) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", process.name().process());
        json.writeStringField("group", process.name().group());
        json.writeStringField("program", process.program());
        json.writeStringField("state", process.state().name());
        json.writeNumberField("pid", process.pid());
        exit(json, process.exitStatus());
        json.writeStringField("spawnerr", process.reason());
        json.writeNumberField("tries", process.tries());
        Json.time(json, "start", process.started());
        Json.time(json, "stop", process.stopped());
        Json.time(json, "nextstart", process.nextStart());
        Json.time(json, "now", Optional.of(now));
        Json.optional(json, "stdout", process.stdout());
        Json.optional(json, "stderr", process.stderr());
        json.writeStringField("description", process.description(now, ZoneId::systemDefault));
        json.writeEndObject();
    }

    private static void exit(JsonGenerator json, Optional<ExitStatus> status) throws IOException {
        json.writeFieldName("exitstatus");
        if (status.isPresent()) {
            json.writeNumber(status.get().codeOrMinusOne());
        } else {
            json.writeNull();
        }
        var signalled =
                status.filter(ExitStatus.Signalled.class::isInstance)
                        .map(ExitStatus.Signalled.class::cast);
        Json.optional(json, "signal", signalled.map(ExitStatus.Signalled::signal));
        json.writeBooleanField("core", signalled.isPresent() && signalled.get().coreDumped());
    }

    static void processes(JsonGenerator json, List<ProcessStatus> processes, Instant now)
            throws IOException {
        json.writeStartArray();
        for (var process : processes) {
            process(json, process, now);
        }
        json.writeEndArray();
    }

    static void descendants(JsonGenerator json, List<Descendant> descendants) throws IOException {
        json.writeStartArray();
        for (var descendant : descendants) {
            json.writeStartObject();
            json.writeNumberField("pid", descendant.pid());
            json.writeNumberField("parent", descendant.parent());
            json.writeStringField("command", descendant.command());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void outcomes(JsonGenerator json, List<Outcome> outcomes) throws IOException {
        json.writeStartArray();
        for (var outcome : outcomes) {
            json.writeStartObject();
            json.writeStringField("name", outcome.name());
            json.writeStringField("result", outcome.result().name().toLowerCase(Locale.ROOT));
            json.writeStringField("detail", outcome.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void summary(JsonGenerator json, ReloadSummary summary) throws IOException {
        json.writeStartObject();
        names(json, "added", summary.added());
        names(json, "removed", summary.removed());
        names(json, "replaced", summary.replaced());
        names(json, "updated", summary.updated());
        json.writeNumberField("unchanged", summary.unchanged());
        json.writeArrayFieldStart("needs_restart");
        for (var setting : summary.needsRestart()) {
            json.writeString(setting);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, Collection<ProcessName> names)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (var name : names) {
            json.writeString(name.toString());
        }
        json.writeEndArray();
    }

    /// As the field `problems` of an object.
    static void problems(JsonGenerator json, List<Problem> problems) throws IOException {
        json.writeArrayFieldStart("problems");
        for (var problem : problems) {
            json.writeStartObject();
            json.writeStringField("file", problem.file().toString());
            json.writeNumberField("line", problem.line());
            json.writeNumberField("column", problem.column());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
