package dev.taskmaster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class SupervisordOptionsTest {
    @Test
    void shortOptionsMayStandTogetherAndCarryTheirValue() {
        var options = SupervisordOptions.parse("-nl", "a.log", "-edebug", "-c", "s.conf");
        assertThat(options.configuration()).contains("s.conf");
        assertThat(options.overrides())
                .isEqualTo(Map.of("nodaemon", "true", "logfile", "a.log", "loglevel", "debug"));
    }

    @Test
    void longOptionsMayBeCutShort() {
        var options =
                SupervisordOptions.parse("--conf=s.conf", "--nod", "--pid", "p", "--logfile", "l");
        assertThat(options.configuration()).contains("s.conf");
        assertThat(options.overrides())
                .isEqualTo(Map.of("nodaemon", "true", "pidfile", "p", "logfile", "l"));
    }

    @Test
    void knowsHelpAndVersion() {
        assertThat(SupervisordOptions.parse("-?").help()).isTrue();
        assertThat(SupervisordOptions.parse("--vers").version()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-x, option -x not recognized",
        "--nope, option --nope not recognized",
        "--log, option --log not a unique prefix",
        "--nodaemon=1, option --nodaemon must not have an argument",
        "-c, option -c requires argument",
        "--pidfile, option --pidfile requires argument",
        "-nn, conflicting command line option --nodaemon",
        "start, positional arguments are not supported: start",
    })
    void saysWhatIsNotUnderstood(String argument, String message) {
        assertThatThrownBy(() -> SupervisordOptions.parse(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
