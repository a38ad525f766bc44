package dev.taskmaster.server.supervisord;

import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.StateChange;
import dev.taskmaster.log.PythonText;
import dev.taskmaster.spec.ProcessName;

import java.util.Locale;
import java.util.Optional;

/// What happened, as supervisord says it.
///
/// Source: supervisord docs/events.rst and events.py.
final class SupervisordEvents {
    private SupervisordEvents() {}

    /// {@return what supervisord tells its listeners of this; empty where that is nothing, or where
    /// it speaks of groups rather than of their processes}
    static Optional<SupervisordEvent> of(SupervisorEvent event) {
        return switch (event) {
            case StateChange change -> Optional.of(stateChange(change));
            case SupervisorEvent.SupervisorStopping _ -> Optional.of(stopping());
            default -> Optional.empty();
        };
    }

    private static SupervisordEvent stateChange(StateChange change) {
        return switch (change) {
            case SupervisorEvent.Starting(_, _, _, var tries) ->
                    state(EventType.PROCESS_STATE_STARTING, change, " tries:" + tries);
            case SupervisorEvent.Running(_, _, _, var pid, _) ->
                    state(EventType.PROCESS_STATE_RUNNING, change, " pid:" + pid);
            case SupervisorEvent.BackingOff(_, _, _, var tries, _, _) ->
                    state(EventType.PROCESS_STATE_BACKOFF, change, " tries:" + tries);
            case SupervisorEvent.Stopping(_, _, _, var pid, _) ->
                    state(EventType.PROCESS_STATE_STOPPING, change, " pid:" + pid);
            case SupervisorEvent.Stopped(_, _, _, var pid) ->
                    state(EventType.PROCESS_STATE_STOPPED, change, " pid:" + pid);
            case SupervisorEvent.Exited(_, _, _, var pid, _, var expected) ->
                    state(
                            EventType.PROCESS_STATE_EXITED,
                            change,
                            " expected:" + (expected ? 1 : 0) + " pid:" + pid);
            case SupervisorEvent.Fatal _ -> state(EventType.PROCESS_STATE_FATAL, change, "");
            case SupervisorEvent.Unknown _ -> state(EventType.PROCESS_STATE_UNKNOWN, change, "");
        };
    }

    private static SupervisordEvent state(EventType type, StateChange change, String more) {
        return new SupervisordEvent(
                type, process(change.name()) + " from_state:" + change.from() + more);
    }

    /// {@return what supervisord makes of output}
    static SupervisordEvent of(ProcessOutput output) {
        var head = process(output.name()) + " pid:" + output.pid();
        var channel =
                output.captured()
                        ? ""
                        : " channel:" + output.channel().name().toLowerCase(Locale.ROOT);
        return new SupervisordEvent(
                type(output), head + channel + "\n" + PythonText.of(output.bytes()));
    }

    /// {@return `PROCESS_COMMUNICATION` of what was captured, `PROCESS_LOG` of all else}
    static EventType type(ProcessOutput output) {
        return switch (output.channel()) {
            case STDOUT ->
                    output.captured()
                            ? EventType.PROCESS_COMMUNICATION_STDOUT
                            : EventType.PROCESS_LOG_STDOUT;
            case STDERR ->
                    output.captured()
                            ? EventType.PROCESS_COMMUNICATION_STDERR
                            : EventType.PROCESS_LOG_STDERR;
        };
    }

    /// A client sent an event of its own.
    static SupervisordEvent remoteCommunication(String type, String data) {
        return new SupervisordEvent(EventType.REMOTE_COMMUNICATION, "type:" + type + "\n" + data);
    }

    /// The daemon is up, with all its groups.
    static SupervisordEvent running() {
        return new SupervisordEvent(EventType.SUPERVISOR_STATE_CHANGE_RUNNING, "");
    }

    /// The daemon stops all processes, to end or to start anew.
    static SupervisordEvent stopping() {
        return new SupervisordEvent(EventType.SUPERVISOR_STATE_CHANGE_STOPPING, "");
    }

    /// @param tick one of the types that have a period
    /// @param epochSecond a multiple of that
    static SupervisordEvent tick(EventType tick, long epochSecond) {
        return new SupervisordEvent(tick, "when:" + epochSecond);
    }

    static SupervisordEvent groupAdded(String group) {
        return group(EventType.PROCESS_GROUP_ADDED, group);
    }

    static SupervisordEvent groupRemoved(String group) {
        return group(EventType.PROCESS_GROUP_REMOVED, group);
    }

    private static SupervisordEvent group(EventType type, String group) {
        return new SupervisordEvent(type, "groupname:" + group + "\n");
    }

    private static String process(ProcessName name) {
        return "processname:" + name.process() + " groupname:" + name.group();
    }
}
