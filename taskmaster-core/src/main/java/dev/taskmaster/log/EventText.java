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
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.event.SupervisorEvent.Reloaded;
import dev.taskmaster.event.SupervisorEvent.Removed;
import dev.taskmaster.event.SupervisorEvent.Renamed;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Signalled;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorDetached;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.event.SupervisorEvent.Unknown;
import dev.taskmaster.status.ProcessState;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/// Events as lines for people: `2026-11-22T22:30:00.123+01:00 INFO web started with pid 42`.
///
/// @param zone the time zone of the times
public record EventText(ZoneId zone) implements EventFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    public EventText {
        Objects.requireNonNull(zone);
    }

    /// With the times of this machine's time zone.
    public EventText() {
        this(ZoneId.systemDefault());
    }

    @Override
    public String line(SupervisorEvent event) {
        return time(event.at(), zone) + " " + EventLevel.of(event) + " " + message(event);
    }

    @Override
    public String missed(Instant at, long count) {
        return time(at, zone) + " " + EventLevel.WARN + " " + missedMessage(count);
    }

    /// {@return what happened in words, without time and level; one line}
    public static String message(SupervisorEvent event) {
        return oneLine(
                switch (event) {
                    case Starting(_, var name, _, var tries) ->
                            name + " is starting" + (tries == 0 ? "" : ", try " + (tries + 1));
                    case Spawned(_, var name, var pid) -> name + " started with pid " + pid;
                    case Adopted(_, var name, var state, var pid) ->
                            name + " is still there with pid " + pid + " and taken up, " + state;
                    case Running(_, var name, _, _, var startTime) ->
                            name + " is running, has stayed up for " + seconds(startTime) + " s";
                    case BackingOff(_, var name, _, _, var delay, var reason) when delay.isZero() ->
                            name + " failed to start: " + reason;
                    case BackingOff(_, var name, var from, _, var delay, var reason)
                            when from == ProcessState.EXITED ->
                            "%s backs off for %s s: %s".formatted(name, seconds(delay), reason);
                    case BackingOff(_, var name, _, var tries, var delay, var reason) ->
                            "%s backs off for %s s (failed starts: %d): %s"
                                    .formatted(name, seconds(delay), tries, reason);
                    case Stopping(_, var name, _, var pid, var signal) ->
                            "%s is asked to stop (%s to pid %d)".formatted(name, signal, pid);
                    case Stopped(_, var name, _, _) -> name + " stopped";
                    case Exited(_, var name, _, _, var status, var expected) ->
                            "%s exited (%s; %s)"
                                    .formatted(
                                            name, status, expected ? "expected" : "not expected");
                    case Fatal(_, var name, _, var reason) ->
                            name + " is FATAL, not started again: " + reason;
                    case Unknown(_, var name, _, var pid, var reason) ->
                            "%s does not end and cannot be killed, pid %d is left alone: %s"
                                    .formatted(name, pid, reason);
                    case Ended(_, var name, var pid, var status, _) ->
                            "%s ended, pid %d (%s)".formatted(name, pid, status);
                    case Killing(_, var name, var pid) ->
                            "%s did not stop in time, is killed (SIGKILL to pid %d)"
                                    .formatted(name, pid);
                    case Signalled(_, var name, var pid, var signal) ->
                            "%s was sent %s (pid %d)".formatted(name, signal, pid);
                    case Added(_, var name) -> name + " added";
                    case Removed(_, var name) -> name + " removed";
                    case Renamed(_, var name, var oldName) ->
                            name + " is the new name of " + oldName;
                    case OutputHeld(_, var name, var file, var reason) ->
                            "%s: output is held back, cannot write %s: %s"
                                    .formatted(name, file, reason);
                    case OutputResumed(_, var name, var file) ->
                            name + ": output goes on to " + file;
                    case SupervisorStarted(_, var pid) -> "taskmaster is up with pid " + pid;
                    case SupervisorStopping _ -> "taskmaster is stopping all processes";
                    case SupervisorStopped _ -> "taskmaster has stopped all processes";
                    case SupervisorDetached _ -> "taskmaster ends and leaves all processes running";
                    case Reloaded(_, var summary) -> "configuration reloaded: " + summary;
                    case ReloadRefused(_, var problems) ->
                            "configuration refused, nothing changed: "
                                    + String.join("; ", problems);
                });
    }

    static String missedMessage(long count) {
        return count + (count == 1 ? " event was dropped" : " events were dropped");
    }

    /// ISO 8601 with milliseconds and offset.
    static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }

    /// `2`, `0.5`: milliseconds at most.
    static String seconds(Duration duration) {
        var millis = duration.toMillis();
        var whole = Long.toString(millis / 1000);
        if (millis % 1000 == 0) {
            return whole;
        }
        var digits = Long.toString(1000 + millis % 1000).substring(1);
        return whole + "." + digits.replaceFirst("0+$", "");
    }

    /// What comes from outside must not look like lines of the log, nor steer a terminal.
    static String oneLine(String text) {
        if (isOneLine(text)) {
            return text;
        }
        var line = new StringBuilder();
        text.chars()
                .forEach(
                        c -> {
                            if (c == '\n') {
                                line.append("\\n");
                            } else if (Character.isISOControl(c)) {
                                line.append("\\x%02x".formatted(c));
                            } else {
                                line.append((char) c);
                            }
                        });
        return line.toString();
    }

    private static boolean isOneLine(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
