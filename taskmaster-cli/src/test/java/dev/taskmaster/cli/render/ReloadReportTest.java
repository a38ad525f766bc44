package dev.taskmaster.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class ReloadReportTest {
    private static List<ProcessName> names(String... names) {
        return List.of(names).stream().map(ProcessName::parse).toList();
    }

    @Test
    void namesWhatChangedByKind() {
        var summary =
                new ReloadSummary(
                        names("worker:worker_04"), names("old"), names("web"), names("db"), 7);
        assertThat(ReloadReport.lines(summary))
                .containsExactly(
                        "added      worker:worker_04",
                        "removed    old",
                        "replaced   web",
                        "updated    db",
                        "unchanged  7");
    }

    @Test
    void saysThatNothingChanged() {
        var summary = new ReloadSummary(names(), names(), names(), names(), 3);
        assertThat(ReloadReport.lines(summary)).containsExactly("nothing changed, 3 as before");
    }

    @Test
    void doesNotFillTheScreenWithNames() {
        var many = IntStream.range(0, 1000).mapToObj(i -> ProcessName.of("p" + i)).toList();
        var summary = new ReloadSummary(many, names(), names(), names(), 0);
        assertThat(ReloadReport.lines(summary).getFirst()).endsWith("p39 and 960 more");
    }
}
