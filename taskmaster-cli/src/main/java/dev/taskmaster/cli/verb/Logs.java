package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.render.EventLine;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.status.ProcessStatus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The verbs that show logs.
final class Logs {
    private static final int EVENTS_SHOWN = 30;

    static final Verb TAIL =
            new Verb(
                    "tail",
                    "[-f] [-n N] NAME [stderr]",
                    "show the end of a log",
                    List.of(
                            "-f        go on with what is added, until Ctrl-C",
                            "-n N      how many lines; default 10",
                            "-c N      how many bytes",
                            "stderr    its stderr instead of its stdout"),
                    Completion.log(),
                    Logs::tail);

    static final Verb LOG =
            new Verb(
                    "log",
                    "[-f]",
                    "show the last events",
                    List.of("-f        go on with what happens, until Ctrl-C"),
                    Completion.oneOf(List.of("-f")),
                    Logs::log);

    private Logs() {}

    private static ExitCode tail(List<String> arguments, Control control, Console console) {
        var wanted = TailArguments.parse(arguments);
        var all = control.status();
        var selected = Selection.of(List.of(wanted.name()), all).processes();
        if (selected.size() != 1) {
            console.error(
                    selected.isEmpty()
                            ? Status.unknown(wanted.name(), all)
                            : "tail: %s stands for %d processes, expected one"
                                    .formatted(wanted.name(), selected.size()));
            return ExitCode.FAILED;
        }
        try {
            show(wanted, selected.getFirst(), control, console);
            return ExitCode.DONE;
        } catch (IOException e) {
            console.error("tail: " + reason(e));
            return ExitCode.FAILED;
        }
    }

    private static void show(
            TailArguments wanted, ProcessStatus process, Control control, Console console)
            throws IOException {
        var channel = wanted.channel();
        var end = wanted.amount().end(bytes -> control.tail(process.name(), channel, bytes));
        if (wanted.follow()) {
            untilInterrupted(control.follow(process.name(), channel, end.length, console::bytes));
        } else {
            console.bytes(ByteBuffer.wrap(end));
            if (end.length > 0 && end[end.length - 1] != '\n') {
                console.line("");
            }
        }
    }

    private static ExitCode log(List<String> arguments, Control control, Console console) {
        var follow = arguments.equals(List.of("-f"));
        if (!follow && !arguments.isEmpty()) {
            throw new UsageException("does not know " + String.join(" ", arguments));
        }
        try {
            var listening = control.events(EVENTS_SHOWN, event -> print(event, console));
            if (follow) {
                untilInterrupted(listening);
            } else {
                listening.close();
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            console.error("log: " + reason(e));
            return ExitCode.FAILED;
        }
    }

    private static void print(SupervisorEvent event, Console console) {
        console.line(new EventLine(ZoneId.systemDefault(), console.style()).text(event));
    }

    /// Ctrl-C is how a following ends, so it is no failure.
    private static void untilInterrupted(Closeable following) throws IOException {
        try (following) {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            return;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
