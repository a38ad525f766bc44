package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

class ExpansionTest {
    private final Expansion expansion =
            new Expansion(
                    Map.of("X", "x", "EMPTY", "", "DOLLAR", "${X}", "BIG", "b".repeat(100_000)));

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${X}, x",
        "a${X}b${X}c, axbxc",
        "${EMPTY}, ''",
        "${NOPE:-d}, d",
        "${EMPTY:-d}, d",
        "${X:-d}, x",
        "${NOPE:-}, ''",
        "${NOPE:-a:-b}, a:-b",
        "${NOPE:-{num}}, {num}",
        "${NOPE:-${X}}, x",
        "${NOPE:-${NOPE:-${X}!}?}, x!?",
        "${X:-${NOPE}}, x",
        "$$, $",
        "$${X}, ${X}",
        "$$$${X}, $${X}",
        "$$$, $$",
        "$HOME, $HOME",
        "$1, $1",
        "$(date), $(date)",
        "cost: 5$, cost: 5$",
        "${DOLLAR}, ${X}"
    })
    void variablesStandInText(String text, String expanded) {
        assertThat(expansion.expand(text)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${NOPE}",
                "${}",
                "${1}",
                "${X-d}",
                "${X:d}",
                "${X:=d}",
                "${#X}",
                "${X Y}",
                "${X",
                "${",
                "${NOPE:-${NOPE}}",
                "${:-d}"
            })
    void whatIsNoVariableIsRefused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> expansion.expand(text));
    }

    @Test
    @Timeout(5)
    void defaultsInDefaultsHaveALimit() {
        var text = "${N:-".repeat(100_000) + "}".repeat(100_000);

        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> expansion.expand(text))
                .withMessage("has defaults in defaults, more than 10 deep");
    }

    @Test
    void lengthHasALimit() {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> expansion.expand("${BIG}".repeat(100)))
                .withMessage("becomes longer than 1048576 characters");
    }

    @Test
    void variablesStandInAnyValueButNotInKeys(@TempDir Path folder) {
        var scratch = new Scratch(folder).with("N", "2").with("DIR", "/srv/my web");
        var program =
                scratch.web(
                        """
                        numprocs: ${N}
                        umask: "0${N}2"
                        exitcodes: [0, "${N}"]
                        stdout: {file: "${DIR}/out.log", backups: "${N}"}
                        env: {A: "${N}", "${N}": b}
                        """);

        var launch = program.processes().getFirst().launch();
        assertThat(program.processes()).hasSize(2);
        assertThat(launch.umask()).hasValue(0022);
        assertThat(launch.stdout().file()).contains(Path.of("/srv/my web/out.log"));
        assertThat(launch.env()).containsEntry("A", "2").containsEntry("${N}", "b");
    }
}
