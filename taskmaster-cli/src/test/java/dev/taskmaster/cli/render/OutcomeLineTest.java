package dev.taskmaster.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;

import org.junit.jupiter.api.Test;

import java.util.List;

class OutcomeLineTest {
    private final OutcomeLine line =
            new OutcomeLine("started", List.of("web", "worker"), Style.PLAIN);

    @Test
    void saysWhatWasDone() {
        assertThat(line.text(new Outcome("web", Result.DONE))).isEqualTo("web: started");
    }

    @Test
    void saysWhyItCouldNotBeDone() {
        assertThat(line.text(new Outcome("web", Result.SPAWN_ERROR, "no such file")))
                .isEqualTo("web: cannot be started: no such file");
        assertThat(line.text(new Outcome("web", Result.ALREADY_STARTED)))
                .isEqualTo("web: already started");
    }

    @Test
    void suggestsTheNameThatWasMeant() {
        assertThat(line.text(new Outcome("wbe", Result.NO_SUCH_PROCESS)))
                .isEqualTo("no such process: wbe, did you mean web?");
        assertThat(line.text(new Outcome("wroker:*", Result.NO_SUCH_GROUP)))
                .isEqualTo("no such group: wroker:*");
    }

    @Test
    void saysSomethingOfEveryResult() {
        for (var result : Result.values()) {
            assertThat(line.text(new Outcome("web", result))).contains("web").hasSizeGreaterThan(5);
        }
    }
}
