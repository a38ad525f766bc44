package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "5,PT5S",
        "0.5,PT0.5S",
        "500ms,PT0.5S",
        "1.5ms,PT0.0015S",
        "5s,PT5S",
        "2m,PT2M",
        "1h,PT1H",
        "1.5h,PT1H30M",
        "1d,PT24H",
        "10 s,PT10S",
        "0.000000001,PT0.000000001S",
        "36500d,PT876000H"
    })
    void timesHaveUnits(String text, Duration duration) {
        assertThat(Values.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "-1",
                "-0.5s",
                "1e3",
                "1,5",
                ".5",
                "5.",
                "5S",
                "5 sec",
                "0x5",
                "NaN",
                "inf",
                "36501d",
                "999999999999d",
                "9999999999999",
                "1h30m",
                "\u0665"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Values.duration(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1024,1024",
        "1k,1024",
        "1K,1024",
        "1KB,1024",
        "1kb,1024",
        "1KiB,1024",
        "64 KB,65536",
        "50MB,52428800",
        "1G,1073741824",
        "1TB,1099511627776",
        "100B,100",
        "9223372036854775807,9223372036854775807"
    })
    void sizesHaveUnits(String text, long bytes) {
        assertThat(Values.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MB",
                "-1",
                "1.5GB",
                "1PB",
                "1 M B",
                "9223372036854775808",
                "8388608TB",
                "99999999999999999999999999999999999999"
            })
    void whatIsNoSizeIsRefused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Values.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", "yes", "on", "On"})
    void trueHasManyNames(String text) {
        assertThat(Values.flag(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "No", "OFF"})
    void falseHasManyNames(String text) {
        assertThat(Values.flag(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0", "y", "truе"})
    void allElseIsNeitherTrueNorFalse(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Values.flag(text));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "22,18", "022,18", "0o22,18", "0O22,18", "777,511", "0000022,18"})
    void umasksAreOctal(String text, int umask) {
        assertThat(Values.umask(text)).isEqualTo(umask);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "0x12", "-1", "1000", "0o", "77777777777777777777", "0b1"})
    void whatIsNoUmaskIsRefused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> Values.umask(text));
    }

    @Test
    void nearestWordIsFound() {
        var keys = List.of("autostart", "autorestart", "cmd", "stoptime", "starttime");

        assertThat(Nearest.to("autostrat", keys)).contains("autostart");
        assertThat(Nearest.to("autorestat", keys)).contains("autorestart");
        assertThat(Nearest.to("stoptimes", keys)).contains("stoptime");
        assertThat(Nearest.to("cdm", keys)).contains("cmd");
        assertThat(Nearest.to("colour", keys)).isEmpty();
        assertThat(Nearest.to("x".repeat(1_000_000), keys)).isEmpty();
    }

    @Test
    void distanceCountsLetters() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
        assertThat(Nearest.distance("abc", "acb")).isEqualTo(1);
        assertThat(Nearest.distance("abc", "xabd")).isEqualTo(2);
    }
}
