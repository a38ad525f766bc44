package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.server.supervisord.ListenerProtocol.Saying;
import dev.taskmaster.server.supervisord.ListenerProtocol.State;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessState;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The listeners of one `[eventlistener:x]`, which share its events: each event goes to one of
/// them, and waits in a buffer while none is ready.
///
/// Every method takes what happened, and returns what to do about it. Not safe for use by several
/// threads.
///
/// Source: supervisord docs/events.rst and process.py, `EventListenerPool`. Other than there, an
/// event that is of several of the subscribed types comes once.
final class ListenerPool {
    private final String name;
    private final Set<EventType> types;
    private final int bufferSize;
    private final Map<ProcessName, Member> members = new LinkedHashMap<>();
    private final ArrayDeque<Numbered> buffer = new ArrayDeque<>();
    private long lastSerial = -1;

    /// What the step in hand has come to so far; empty between steps.
    private final List<Action> actions = new ArrayList<>();

    /// What is to be done.
    sealed interface Action {
        /// A listener is to be told of an event.
        record Send(ProcessName listener, Numbered event) implements Action {}

        /// The daemon's log is to tell something.
        record Say(LogLevel level, String message) implements Action {}
    }

    /// An event with its numbers, which it keeps when it has to be sent again.
    ///
    /// @param serial its number among all events that any pool accepted, from 0
    /// @param poolSerial its number among those of this pool, from 0
    record Numbered(SupervisordEvent event, long serial, long poolSerial) {
        /// {@return the event as a listener reads it}
        ///
        /// @param identifier what the daemon calls itself
        /// @param pool the name of the pool
        String envelope(String identifier, String pool) {
            var payload = event.payload();
            // The length counts characters, not bytes, and Python's characters at that.
            return "ver:3.0 server:%s serial:%d pool:%s poolserial:%d eventname:%s len:%d\n%s"
                    .formatted(
                            identifier,
                            serial,
                            pool,
                            poolSerial,
                            event.type(),
                            payload.codePointCount(0, payload.length()),
                            payload);
        }
    }

    private static final class Member {
        final ProcessName name;
        ProcessState state = ProcessState.STOPPED;
        ListenerProtocol protocol = new ListenerProtocol();
        Optional<Numbered> inHand = Optional.empty();

        Member(ProcessName name) {
            this.name = name;
        }

        boolean isFree() {
            return state == ProcessState.RUNNING && protocol.state() == State.READY;
        }

        Optional<Numbered> handBack() {
            var event = inHand;
            inHand = Optional.empty();
            return event;
        }
    }

    /// @param group the processes of the pool
    /// @param listeners what they get
    ListenerPool(GroupConfig group, GroupConfig.Listeners listeners) {
        this.name = group.name();
        this.types =
                listeners.events().stream().map(EventType::valueOf).collect(Collectors.toSet());
        this.bufferSize = listeners.bufferSize();
        for (var process : group.processes()) {
            var member = new ProcessName(name, process.name());
            members.put(member, new Member(member));
        }
    }

    String name() {
        return name;
    }

    boolean wants(EventType type) {
        return types.stream().anyMatch(wanted -> wanted.includes(type));
    }

    /// Something happened that the pool wants to know.
    ///
    /// @param serial its number among all events
    List<Action> accept(SupervisordEvent event, long serial) {
        makeRoom();
        buffer.addLast(new Numbered(event, serial, ++lastSerial));
        return done();
    }

    /// A listener entered a state.
    List<Action> entered(ProcessName listener, ProcessState state) {
        var member = members.get(listener);
        member.state = state;
        if (!state.isAlive()) {
            member.handBack().ifPresent(this::putBack);
        }
        if (state == ProcessState.STARTING) {
            member.protocol = new ListenerProtocol();
        }
        return done();
    }

    /// A listener wrote to its stdout.
    List<Action> wrote(ProcessName listener, byte[] bytes) {
        var member = members.get(listener);
        member.protocol.read(bytes).forEach(saying -> heard(member, saying));
        return done();
    }

    /// An event did not reach its listener, whose stdin is closed.
    List<Action> undelivered(ProcessName listener, Numbered event) {
        var member = members.get(listener);
        // If the listener has died since then, it has given the event back.
        if (member.inHand.filter(inHand -> inHand == event).isPresent()) {
            member.protocol.lost();
            member.handBack().ifPresent(this::putBack);
            unknown(member, State.BUSY);
        }
        return done();
    }

    private void heard(Member member, Saying saying) {
        var process = member.name.process();
        switch (saying) {
            case Saying.Ready() -> changed(member, State.ACKNOWLEDGED, State.READY);
            case Saying.Accepted() -> {
                say(LogLevel.DEBUG, process + ": event was processed");
                changed(member, State.BUSY, State.ACKNOWLEDGED);
                member.handBack();
            }
            case Saying.Rejected() -> {
                say(LogLevel.WARN, process + ": event was rejected");
                changed(member, State.BUSY, State.ACKNOWLEDGED);
                member.handBack().ifPresent(this::putBack);
            }
            case Saying.Nonsense(var from, var line) -> {
                if (from == State.BUSY) {
                    say(LogLevel.WARN, "%s: bad result line: '%s'".formatted(process, line));
                }
                unknown(member, from);
                member.handBack().ifPresent(this::putBack);
            }
        }
    }

    private void unknown(Member member, State from) {
        changed(member, from, State.UNKNOWN);
        say(
                LogLevel.WARN,
                member.name.process()
                        + ": has entered the UNKNOWN state and will no longer receive events, this"
                        + " usually indicates the process violated the eventlistener protocol");
    }

    private void changed(Member member, State from, State to) {
        say(LogLevel.DEBUG, "%s: %s -> %s".formatted(member.name.process(), from, to));
    }

    private void putBack(Numbered event) {
        say(
                LogLevel.DEBUG,
                "rebuffering event %d for pool %s (buf size=%d, max=%d)"
                        .formatted(event.serial(), name, buffer.size(), bufferSize));
        makeRoom();
        buffer.addFirst(event);
    }

    private void makeRoom() {
        if (buffer.size() >= bufferSize) {
            say(
                    LogLevel.ERROR,
                    "pool %s event buffer overflowed, discarding event %d"
                            .formatted(name, buffer.removeFirst().serial()));
        }
    }

    private void say(LogLevel level, String message) {
        actions.add(new Action.Say(level, message));
    }

    /// The end of a step: whoever is ready gets what waits.
    private List<Action> done() {
        members.values().stream().filter(Member::isFree).forEach(this::send);
        var all = List.copyOf(actions);
        actions.clear();
        return all;
    }

    private void send(Member member) {
        var event = buffer.pollFirst();
        if (event != null) {
            member.protocol.sent();
            member.inHand = Optional.of(event);
            actions.add(new Action.Send(member.name, event));
            say(
                    LogLevel.DEBUG,
                    "event %d sent to listener %s"
                            .formatted(event.serial(), member.name.process()));
        }
    }
}
