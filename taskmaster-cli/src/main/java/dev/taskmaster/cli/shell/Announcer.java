package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.control.Happening;
import dev.taskmaster.cli.render.EventLine;
import dev.taskmaster.cli.render.Style;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.log.EventLevel;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells people what happens while they type, but never so much that they cannot type.
///
/// A few lines are shown at once; where more come faster than [#PER_SECOND], the rest is counted
/// and the count is shown later. While the announcer is held, as it is at first, lines wait. Any
/// thread may call.
public final class Announcer implements EventListener {
    private static final int BURST = 8;
    private static final int PER_SECOND = 2;
    private static final long NANOS_PER_LINE = 1_000_000_000L / PER_SECOND;

    private final LongSupplier nanoTime;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private Consumer<String> printer = _ -> {};
    private Style style = Style.PLAIN;
    private boolean held = true;
    private long skipped;
    private long refilled;
    private double tokens = BURST;

    /// @param nanoTime the present moment, as [System#nanoTime] tells it
    public Announcer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.refilled = nanoTime.getAsLong();
    }

    @FunctionalInterface
    private interface Line {
        String text(Style style);
    }

    /// Announces an event, if it is noteworthy.
    @Override
    public void on(SupervisorEvent event) {
        if (EventLine.isNoteworthy(event)) {
            announce(s -> new EventLine(ZoneId.systemDefault(), s).text(event));
        }
    }

    /// Announces an event of another process, if it is noteworthy.
    public void on(Happening event) {
        // Whoever asked for the reload is told by its own answer.
        if (event.level() != EventLevel.INFO && !event.type().equals("reload_refused")) {
            announce(
                    s ->
                            new EventLine(ZoneId.systemDefault(), s)
                                    .text(event.at(), event.level(), event.message()));
        }
    }

    /// Announces a line.
    public void say(String text) {
        announce(_ -> text);
    }

    /// Sets where lines are shown, and how.
    synchronized void printTo(Consumer<String> printer, Style style) {
        this.printer = printer;
        this.style = style;
    }

    /// Lets lines wait until [#release].
    synchronized void hold() {
        held = true;
    }

    /// Shows what has waited, and from now on lines as they come.
    synchronized void release() {
        held = false;
        waiting.forEach(line -> printer.accept(line.text(style)));
        waiting.clear();
        showSkipped();
    }

    private synchronized void announce(Line line) {
        if (held) {
            waiting.addLast(line);
            if (waiting.size() > BURST) {
                waiting.removeFirst();
                skipped++;
            }
        } else if (hasToken()) {
            showSkipped();
            printer.accept(line.text(style));
        } else {
            skipped++;
        }
    }

    private boolean hasToken() {
        var now = nanoTime.getAsLong();
        tokens = Math.min(BURST, tokens + (double) (now - refilled) / NANOS_PER_LINE);
        refilled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    private void showSkipped() {
        if (skipped > 0) {
            printer.accept(style.faint("... and " + skipped + " more, see events"));
            skipped = 0;
        }
    }
}
