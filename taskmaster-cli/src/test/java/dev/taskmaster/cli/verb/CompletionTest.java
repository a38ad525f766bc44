package dev.taskmaster.cli.verb;

import static dev.taskmaster.cli.testing.Processes.process;
import static dev.taskmaster.cli.testing.Processes.withoutLog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.verb.Completion.Choice;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;

import java.util.List;

class CompletionTest {
    private static final List<ProcessStatus> PROCESSES =
            List.of(
                    process("db", ProcessState.FATAL, "no such file"),
                    withoutLog(process("web", ProcessState.RUNNING)),
                    process("worker:worker_00", ProcessState.RUNNING),
                    process("worker:worker_01", ProcessState.RUNNING),
                    process("worker:worker_02", ProcessState.STOPPED),
                    process("slow", ProcessState.BACKOFF));

    private static List<String> after(String line) {
        var words = List.of(line.split(" "));
        return new Verbs()
                        .find(words.getFirst())
                        .orElseThrow()
                        .completion()
                        .choices(words.subList(1, words.size()), PROCESSES)
                        .stream()
                        .map(Choice::word)
                        .toList();
    }

    @Test
    void startTakesWhatIsDown() {
        assertThat(after("start")).containsExactly("db", "worker:worker_02", "all");
    }

    @Test
    void stopTakesWhatIsUp() {
        assertThat(after("stop"))
                .containsExactly(
                        "web", "worker:worker_00", "worker:worker_01", "slow", "worker:*", "all");
    }

    @Test
    void restartAndStatusTakeEverything() {
        assertThat(after("restart")).contains("db", "web", "worker:*", "all");
        assertThat(after("status")).isEqualTo(after("restart"));
    }

    @Test
    void namesThatAreThereAlreadyAreNotOfferedAgain() {
        assertThat(after("start db")).containsExactly("worker:worker_02", "all");
    }

    @Test
    void signalTakesASignalAndThenWhatLives() {
        assertThat(after("signal")).contains("HUP", "TERM").doesNotContain("web");
        assertThat(after("signal HUP"))
                .containsExactly("web", "worker:worker_00", "worker:worker_01", "worker:*", "all");
    }

    @Test
    void tailTakesWhatHasALogAndThenWhichOne() {
        assertThat(after("tail")).contains("db", "worker:worker_00").doesNotContain("web", "all");
        assertThat(after("tail -f")).contains("db");
        assertThat(after("tail db")).containsExactly("stdout", "stderr");
        assertThat(after("tail -n 20 db")).containsExactly("stdout", "stderr");
        assertThat(after("tail -n")).isEmpty();
        assertThat(after("tail db stdout")).isEmpty();
    }

    @Test
    void helpTakesACommand() {
        assertThat(after("help")).contains("status", "help");
        assertThat(after("help status")).isEmpty();
    }

    @Test
    void reloadTakesNothing() {
        assertThat(after("reload")).isEmpty();
    }

    @Test
    void saysTheStateOfWhatIsOffered() {
        assertThat(Completion.names(ProcessState::isDown).choices(List.of(), PROCESSES))
                .contains(new Choice("db", "FATAL"), new Choice("all", "2 processes"));
    }
}
