package dev.taskmaster.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.OptionalLong;

class LimitTest {
    @Test
    void readsOneValueForBothAndTwoForEach() {
        assertThat(Limit.parse("1024")).isEqualTo(Limit.of(1024));
        assertThat(Limit.parse("unlimited")).isEqualTo(Limit.of(Limit.UNLIMITED));
        assertThat(Limit.parse("0:unlimited"))
                .isEqualTo(new Limit(OptionalLong.of(0), OptionalLong.of(Limit.UNLIMITED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "unlimited", "0:unlimited", "5:6"})
    void writesWhatItReads(String text) {
        assertThat(Limit.parse(text)).hasToString(text);
    }

    @Test
    void aSoftLimitLeavesTheHardOneAsItIs() {
        assertThat(Limit.soft(7)).hasToString("7:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1:", ":1", "1:2:3", "2:1", "unlimited:1", "1e3"})
    void refusesWhatIsNone(String text) {
        assertThatExceptionOfType(InvalidSpecException.class).isThrownBy(() -> Limit.parse(text));
    }
}
