package dev.taskmaster.cli.render;

import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Processes as a table: name, state and what else is to be said, one process a line.
///
/// @param now the present moment, for the uptime
/// @param zone tells the time zone of the reader, where a date is to be shown
/// @param style colours the states
public record StatusTable(Instant now, Supplier<ZoneId> zone, Style style) {
    private static final String GAP = "  ";
    private static final int STATE_WIDTH =
            Arrays.stream(ProcessState.values()).mapToInt(s -> s.name().length()).max().orElse(0);

    /// {@return the lines of the table; the columns are as wide as the longest name needs}
    public List<String> lines(List<ProcessStatus> processes) {
        var nameWidth =
                processes.stream().mapToInt(p -> width(p.name().toString())).max().orElse(0);
        return processes.stream().map(process -> line(process, nameWidth)).toList();
    }

    private String line(ProcessStatus process, int nameWidth) {
        var name = process.name().toString();
        var state = process.state().name();
        var line =
                name
                        + " ".repeat(nameWidth - width(name))
                        + GAP
                        + style.state(process.state(), state)
                        + " ".repeat(STATE_WIDTH - state.length())
                        + GAP
                        + process.description(now, zone);
        return line.stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
