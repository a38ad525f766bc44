package dev.taskmaster.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class StatusBoardTest {
    private final StatusBoard board = new StatusBoard();

    private void publish(String name) {
        var status =
                new ProcessStatus(
                        ProcessName.parse(name),
                        "program",
                        ProcessState.STOPPED,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        var spec = ProgramSpec.named("program").cmd("/bin/true").build().processes().getFirst();
        board.publish(status, spec);
    }

    private String find(String name) {
        return board.find(name).map(status -> status.name().toString()).orElse("-");
    }

    @Test
    void findsByGroupAndProcess() {
        publish("pool:web");
        publish("pool:db");
        assertThat(find("pool:web")).isEqualTo("pool:web");
        assertThat(find("pool:nosuch")).isEqualTo("-");
        assertThat(find("nosuch:web")).isEqualTo("-");
    }

    @Test
    void findsByTheProcessAloneIfNoOtherGroupHasIt() {
        publish("pool:web");
        assertThat(find("web")).isEqualTo("pool:web");
        publish("farm:web");
        assertThat(find("web")).isEqualTo("-");
    }

    @Test
    void prefersTheOneInTheGroupOfItsName() {
        publish("pool:web");
        publish("web:web");
        assertThat(find("web")).isEqualTo("web");
        assertThat(find("web:web")).isEqualTo("web");
    }

    @Test
    void findsNobodyWhoWasForgotten() {
        publish("pool:web");
        publish("farm:web");
        publish("farm:web");
        board.forget(ProcessName.parse("farm:web"));
        assertThat(find("web")).isEqualTo("pool:web");
        board.forget(ProcessName.parse("pool:web"));
        assertThat(find("web")).isEqualTo("-");
        assertThat(find("")).isEqualTo("-");
        assertThat(find(":")).isEqualTo("-");
    }
}
