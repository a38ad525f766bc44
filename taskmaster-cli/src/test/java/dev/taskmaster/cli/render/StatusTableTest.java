package dev.taskmaster.cli.render;

import static dev.taskmaster.cli.testing.Processes.STARTED;
import static dev.taskmaster.cli.testing.Processes.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

class StatusTableTest {
    private static List<String> table(Style style, ProcessStatus... processes) {
        return new StatusTable(STARTED.plus(Duration.ofSeconds(67)), () -> ZoneOffset.UTC, style)
                .lines(List.of(processes));
    }

    @Test
    void alignsColumnsByTheLongestName() {
        assertThat(
                        table(
                                Style.PLAIN,
                                process("web", ProcessState.RUNNING),
                                process(
                                        "vogsphere:vogsphere_03",
                                        ProcessState.FATAL,
                                        "no such file"),
                                process("käse", ProcessState.STOPPED)))
                .containsExactly(
                        "web                     RUNNING   pid 42, uptime 0:01:07",
                        "vogsphere:vogsphere_03  FATAL     no such file",
                        "käse                    STOPPED   Not started");
    }

    @Test
    void leavesNoSpacesAtTheEndWhereNothingIsToBeSaid() {
        assertThat(table(Style.PLAIN, process("web", ProcessState.STARTING)))
                .containsExactly("web  STARTING");
    }

    @Test
    void coloursTheStateAlone() {
        var style = new Style(true);
        assertThat(
                        table(
                                style,
                                process("a", ProcessState.RUNNING),
                                process("b", ProcessState.BACKOFF, "why"),
                                process("c", ProcessState.FATAL, "why")))
                .containsExactly(
                        "a  \033[32mRUNNING\033[0m   pid 42, uptime 0:01:07",
                        "b  \033[33mBACKOFF\033[0m   why",
                        "c  \033[31mFATAL\033[0m     why");
    }

    @Test
    void keepsTheColumnsWhereThereAreColours() {
        var processes =
                new ProcessStatus[] {
                    process("a", ProcessState.RUNNING), process("bcd", ProcessState.EXITED)
                };
        assertThat(table(new Style(true), processes))
                .map(line -> line.replaceAll("\033\\[[0-9]+m", ""))
                .isEqualTo(table(Style.PLAIN, processes));
    }

    @Test
    void isEmptyWhereThereIsNothing() {
        assertThat(table(Style.PLAIN)).isEmpty();
    }
}
