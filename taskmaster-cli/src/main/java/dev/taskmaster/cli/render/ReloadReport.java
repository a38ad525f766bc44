package dev.taskmaster.cli.render;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a reload changed, as lines with names.
public final class ReloadReport {
    private static final int NAMES_MAX = 40;

    private ReloadReport() {}

    /// {@return a line for each kind of change, and how many are as before}
    public static List<String> lines(ReloadSummary summary) {
        if (summary.isEmpty()) {
            return List.of("nothing changed, " + summary.unchanged() + " as before");
        }
        var lines = new ArrayList<String>();
        add(lines, "added", summary.added());
        add(lines, "removed", summary.removed());
        add(lines, "replaced", summary.replaced());
        add(lines, "updated", summary.updated());
        lines.add("unchanged  " + summary.unchanged());
        if (!summary.needsRestart().isEmpty()) {
            lines.add(
                    "only after a restart of the daemon: "
                            + String.join(", ", summary.needsRestart()));
        }
        return lines;
    }

    private static void add(List<String> lines, String kind, List<ProcessName> names) {
        if (names.isEmpty()) {
            return;
        }
        var shown =
                names.stream()
                        .limit(NAMES_MAX)
                        .map(ProcessName::toString)
                        .collect(Collectors.joining(", "));
        var rest = names.size() > NAMES_MAX ? " and " + (names.size() - NAMES_MAX) + " more" : "";
        lines.add("%-9s  %s%s".formatted(kind, shown, rest));
    }
}
