package dev.taskmaster.cli.render;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is, as values for JSON. The names and forms are those of the daemon's REST interface.
public final class Shown {
    private Shown() {}

    /// {@return a process: name, group, state, pid and what else is known}
    ///
    /// @param now the present moment
    public static Map<String, Object> process(ProcessStatus process, Instant now) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", process.name().process());
        map.put("group", process.name().group());
        map.put("program", process.program());
        map.put("state", process.state());
        map.put("pid", process.pid());
        map.put("exitstatus", process.exitStatus().map(ExitStatus::codeOrMinusOne));
        map.put("signal", process.exitStatus().flatMap(Shown::signal));
        map.put("spawnerr", process.reason());
        map.put("tries", process.tries());
        map.put("start", process.started().map(Shown::seconds));
        map.put("stop", process.stopped().map(Shown::seconds));
        map.put("nextstart", process.nextStart().map(Shown::seconds));
        map.put("now", seconds(now));
        map.put("stdout", process.stdout());
        map.put("stderr", process.stderr());
        map.put("description", process.description(now, ZoneId::systemDefault));
        return map;
    }

    /// {@return what descends from a process: pid, parent, command of each}
    public static List<Map<String, Object>> descendants(List<Descendant> descendants) {
        return descendants.stream()
                .<Map<String, Object>>map(
                        it -> {
                            var map = new LinkedHashMap<String, Object>();
                            map.put("pid", it.pid());
                            map.put("parent", it.parent());
                            map.put("command", it.command());
                            return map;
                        })
                .toList();
    }

    private static Optional<String> signal(ExitStatus status) {
        return status instanceof ExitStatus.Signalled(var signal, _)
                ? Optional.of(signal.toString())
                : Optional.empty();
    }

    private static BigDecimal seconds(Instant at) {
        return BigDecimal.valueOf(at.toEpochMilli(), 3);
    }

    /// {@return what became of a command for one process: name, result, detail}
    public static Map<String, Object> outcome(Outcome outcome) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", outcome.name());
        map.put("result", outcome.result().name().toLowerCase(Locale.ROOT));
        map.put("detail", outcome.detail());
        return map;
    }

    /// {@return what a reload changed}
    public static Map<String, Object> summary(ReloadSummary summary) {
        var map = new LinkedHashMap<String, Object>();
        map.put("added", names(summary.added()));
        map.put("removed", names(summary.removed()));
        map.put("replaced", names(summary.replaced()));
        map.put("updated", names(summary.updated()));
        map.put("unchanged", summary.unchanged());
        map.put("needs_restart", summary.needsRestart());
        return map;
    }

    private static List<String> names(Collection<ProcessName> names) {
        return names.stream().map(ProcessName::toString).toList();
    }
}
