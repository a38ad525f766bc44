package dev.taskmaster.cli.verb;

import static dev.taskmaster.cli.testing.Processes.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;

class SelectionTest {
    private static final List<ProcessStatus> ALL =
            List.of(
                    process("a:same", ProcessState.RUNNING),
                    process("b:same", ProcessState.RUNNING),
                    process("web", ProcessState.RUNNING),
                    process("worker:worker_00", ProcessState.RUNNING),
                    process("worker:worker_01", ProcessState.RUNNING));

    private static String names(Selection selection) {
        return selection.processes().stream()
                .map(process -> process.name().toString())
                .collect(Collectors.joining(" "));
    }

    /// The forms that the supervisor takes.
    @ParameterizedTest
    @CsvSource({
        "web, web",
        "web:web, web",
        "worker_01, worker:worker_01",
        "worker:worker_01, worker:worker_01",
        "worker:*, worker:worker_00 worker:worker_01",
        "worker:, worker:worker_00 worker:worker_01",
        "worker, worker:worker_00 worker:worker_01",
        "all, a:same b:same web worker:worker_00 worker:worker_01",
    })
    void findsProcessesByEveryFormOfName(String name, String found) {
        var selection = Selection.of(List.of(name), ALL);
        assertThat(names(selection)).isEqualTo(found);
        assertThat(selection.unknown()).isEmpty();
    }

    @Test
    void noNameStandsForAll() {
        assertThat(Selection.of(List.of(), ALL).processes()).isEqualTo(ALL);
    }

    @Test
    void eachProcessIsFoundOnceHoweverOftenItIsNamed() {
        assertThat(names(Selection.of(List.of("worker_01", "worker:*", "web", "web"), ALL)))
                .isEqualTo("worker:worker_01 worker:worker_00 web");
    }

    @Test
    void tellsNamesThatStandForNothing() {
        var selection = Selection.of(List.of("wbe", "web", "worker:nine", "no:*", "same"), ALL);
        assertThat(names(selection)).isEqualTo("web");
        assertThat(selection.unknown()).containsExactly("wbe", "worker:nine", "no:*", "same");
    }

    @Test
    void allOfNothingIsNoMistake() {
        assertThat(Selection.of(List.of("all"), List.of()).unknown()).isEmpty();
    }
}
