package dev.taskmaster.log;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.Added;
import dev.taskmaster.event.SupervisorEvent.Adopted;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Ended;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Killing;
import dev.taskmaster.event.SupervisorEvent.OutputHeld;
import dev.taskmaster.event.SupervisorEvent.OutputResumed;
import dev.taskmaster.event.SupervisorEvent.ProcessEvent;
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.event.SupervisorEvent.Reloaded;
import dev.taskmaster.event.SupervisorEvent.Removed;
import dev.taskmaster.event.SupervisorEvent.Renamed;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Signalled;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.StateChange;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorDetached;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.event.SupervisorEvent.Unknown;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ExitStatus;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Objects;

/// Events as lines for programs: one JSON object each (RFC 8259), with the fields that
/// `docs/reference/events.md` lists. Fields may be added in later versions.
///
/// @param zone the time zone of the times
public record EventJson(ZoneId zone) implements EventFormat {

    public EventJson {
        Objects.requireNonNull(zone);
    }

    /// With the times of this machine's time zone.
    public EventJson() {
        this(ZoneId.systemDefault());
    }

    @Override
    public String line(SupervisorEvent event) {
        var json = begin(event.at(), EventLevel.of(event), name(event));
        if (event instanceof ProcessEvent process) {
            json.text("name", process.name().process());
            json.text("group", process.name().group());
        }
        if (event instanceof StateChange change) {
            json.text("state", change.to().name());
            json.text("from", change.from().name());
        }
        details(event, json);
        return json.text("message", EventText.message(event)).end();
    }

    @Override
    public String missed(Instant at, long count) {
        return begin(at, EventLevel.WARN, "missed")
                .number("count", count)
                .text("message", EventText.missedMessage(count))
                .end();
    }

    private Json begin(Instant at, EventLevel level, String event) {
        return new Json()
                .text("time", EventText.time(at, zone))
                .text("level", level.name())
                .text("event", event);
    }

    private static String name(SupervisorEvent event) {
        return switch (event) {
            case Starting _ -> "starting";
            case Spawned _ -> "spawned";
            case Adopted _ -> "adopted";
            case Running _ -> "running";
            case BackingOff _ -> "backing_off";
            case Stopping _ -> "stopping";
            case Stopped _ -> "stopped";
            case Exited _ -> "exited";
            case Fatal _ -> "fatal";
            case Unknown _ -> "unknown";
            case Ended _ -> "ended";
            case Killing _ -> "killing";
            case Signalled _ -> "signalled";
            case Added _ -> "added";
            case Removed _ -> "removed";
            case Renamed _ -> "renamed";
            case OutputHeld _ -> "output_held";
            case OutputResumed _ -> "output_resumed";
            case SupervisorStarted _ -> "supervisor_started";
            case SupervisorStopping _ -> "supervisor_stopping";
            case SupervisorStopped _ -> "supervisor_stopped";
            case SupervisorDetached _ -> "supervisor_detached";
            case Reloaded _ -> "reloaded";
            case ReloadRefused _ -> "reload_refused";
        };
    }

    private static void details(SupervisorEvent event, Json json) {
        switch (event) {
            case Starting starting -> json.number("tries", starting.tries());
            case Spawned spawned -> json.number("pid", spawned.pid());
            case Adopted adopted ->
                    json.number("pid", adopted.pid()).text("state", adopted.state().toString());
            case Running running ->
                    json.number("pid", running.pid()).seconds("starttime", running.startTime());
            case BackingOff backingOff ->
                    json.number("tries", backingOff.tries())
                            .seconds("delay", backingOff.delay())
                            .text("reason", backingOff.reason());
            case Stopping stopping ->
                    json.number("pid", stopping.pid()).text("signal", stopping.signal().toString());
            case Stopped stopped -> json.number("pid", stopped.pid());
            case Exited exited -> {
                json.number("pid", exited.pid());
                status(exited.status(), json);
                json.truth("expected", exited.expected());
            }
            case Fatal fatal -> json.text("reason", fatal.reason());
            case Unknown unknown ->
                    json.number("pid", unknown.pid()).text("reason", unknown.reason());
            case Ended ended -> {
                json.number("pid", ended.pid());
                status(ended.status(), json);
            }
            case Killing killing -> json.number("pid", killing.pid()).text("signal", "SIGKILL");
            case Signalled signalled ->
                    json.number("pid", signalled.pid())
                            .text("signal", signalled.signal().toString());
            case Renamed renamed ->
                    json.text("oldname", renamed.oldName().process())
                            .text("oldgroup", renamed.oldName().group());
            case OutputHeld held ->
                    json.text("file", held.file().toString()).text("reason", held.reason());
            case OutputResumed resumed -> json.text("file", resumed.file().toString());
            case SupervisorStarted started -> json.number("pid", started.pid());
            case Reloaded(_, var summary) ->
                    json.texts("added", names(summary.added()))
                            .texts("removed", names(summary.removed()))
                            .texts("replaced", names(summary.replaced()))
                            .texts("updated", names(summary.updated()))
                            .number("unchanged", summary.unchanged())
                            .texts("needs_restart", summary.needsRestart());
            case ReloadRefused refused -> json.texts("problems", refused.problems());
            case Added _,
                    Removed _,
                    SupervisorStopping _,
                    SupervisorStopped _,
                    SupervisorDetached _ -> {}
        }
    }

    private static void status(ExitStatus status, Json json) {
        switch (status) {
            case ExitStatus.Code(var code) -> json.number("exitstatus", code);
            case ExitStatus.Signalled(var signal, var coreDumped) ->
                    json.text("signal", signal.toString()).truth("core", coreDumped);
            case ExitStatus.Unknown() -> {}
        }
    }

    private static Collection<String> names(Collection<ProcessName> names) {
        return names.stream().map(ProcessName::toString).toList();
    }
}
