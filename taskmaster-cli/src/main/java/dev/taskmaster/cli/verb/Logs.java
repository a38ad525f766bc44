package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Channel;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.Following;
import dev.taskmaster.cli.control.Happening;
import dev.taskmaster.cli.render.EventLine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The verbs that show logs and events.
final class Logs {
    private static final int EVENTS_SHOWN = 30;
    private static final int EVENTS_MAX = 1000;
    private static final Option EVENTS =
            Option.number("-n", "how many, up to " + EVENTS_MAX + "; default " + EVENTS_SHOWN);
    private static final Option EVENTS_TOO =
            Option.flag("-f", "go on with what happens, until Ctrl-C");

    static final Verb TAIL =
            new Verb(
                    "tail",
                    "[-f] [-n N] NAME [stderr]",
                    "show the end of a log",
                    List.of("stderr stands for its stderr, instead of its stdout."),
                    Tail.OPTIONS,
                    Completion.log(),
                    Logs::tail);

    static final Verb LOG =
            new Verb(
                    "log",
                    "[-f] [-n N]",
                    "show the end of the supervisor's own log",
                    List.of(),
                    Tail.OPTIONS,
                    Completion.NOTHING,
                    Logs::log);

    static final Verb EVENTS_VERB =
            new Verb(
                    "events",
                    "[-f] [-n N]",
                    "show the last events",
                    List.of(),
                    List.of(EVENTS_TOO, EVENTS, Option.JSON),
                    Completion.oneOf(List.of("-f")),
                    Logs::events);

    private Logs() {}

    private static ExitCode tail(Arguments arguments, Control control, Console console)
            throws InterruptedException {
        var words = arguments.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new UsageException("expected one name, found " + words.size());
        }
        var tail = Tail.of(arguments);
        var name = words.getFirst();
        var channel = words.size() == 1 ? Channel.STDOUT : channel(words.getLast());
        var all = control.status();
        var selected = Selection.of(List.of(name), all).processes();
        if (selected.size() != 1) {
            console.error(
                    selected.isEmpty()
                            ? Status.unknown(name, all)
                            : "tail: %s stands for %d processes, expected one"
                                    .formatted(name, selected.size()));
            return ExitCode.FAILED;
        }
        var process = selected.getFirst().name();
        return show(
                "tail",
                tail,
                bytes -> control.tail(process, channel, bytes),
                (bytes, reader) -> control.follow(process, channel, bytes, reader),
                console);
    }

    private static Channel channel(String text) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageException("expected stdout or stderr, found " + text));
    }

    private static ExitCode log(Arguments arguments, Control control, Console console)
            throws InterruptedException {
        arguments.expectNoWords();
        return show("log", Tail.of(arguments), control::ownTail, control::followOwn, console);
    }

    @FunctionalInterface
    private interface Follow {
        Following from(long bytes, Consumer<ByteBuffer> reader) throws IOException;
    }

    private static ExitCode show(
            String verb, Tail tail, Tail.Log log, Follow follow, Console console) {
        try {
            var end = tail.amount().end(log);
            if (tail.follow()) {
                untilInterrupted(follow.from(end.length, console::bytes));
                return ExitCode.DONE;
            }
            console.bytes(ByteBuffer.wrap(end));
            if (end.length > 0 && end[end.length - 1] != '\n') {
                console.line("");
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            console.error(
                    verb
                            + ": "
                            + (e.getMessage() == null
                                    ? e.getClass().getSimpleName()
                                    : e.getMessage()));
            return ExitCode.FAILED;
        }
    }

    private static ExitCode events(Arguments arguments, Control control, Console console) {
        arguments.expectNoWords();
        var count = arguments.number(EVENTS).orElse(EVENTS_SHOWN);
        if (count > EVENTS_MAX) {
            throw new UsageException("-n expects at most " + EVENTS_MAX + ", found " + count);
        }
        var json = arguments.has(Option.JSON);
        if (arguments.has(EVENTS_TOO)) {
            try {
                // One object a line: an array would never end.
                untilInterrupted(
                        control.events(
                                count,
                                event -> console.line(json ? event.json() : text(event, console))));
            } catch (IOException e) {
                console.error("events: " + e.getMessage());
                return ExitCode.FAILED;
            }
            return ExitCode.DONE;
        }
        var events = control.events(count);
        if (json) {
            console.line(
                    "[" + String.join(",", events.stream().map(Happening::json).toList()) + "]");
        } else {
            events.forEach(event -> console.line(text(event, console)));
        }
        return ExitCode.DONE;
    }

    private static String text(Happening event, Console console) {
        return new EventLine(ZoneId.systemDefault(), console.style())
                .text(event.at(), event.level(), event.message());
    }

    /// Ctrl-C is how a following ends, so it is no failure.
    private static void untilInterrupted(Following following) throws IOException {
        try (following) {
            following.await();
        } catch (InterruptedException e) {
            return;
        }
    }
}
