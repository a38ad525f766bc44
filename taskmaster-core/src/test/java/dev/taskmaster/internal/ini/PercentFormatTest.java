package dev.taskmaster.internal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class PercentFormatTest {
    private final PercentFormat format =
            new PercentFormat(
                    Map.of("name", "web", "long", "𝄞clef", "ENV_HOME", "/h", "a(b)", "brackets"),
                    Map.of("num", 7, "minus", -7));

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "%(name)s,web",
                "a%(name)s-%(num)s,aweb-7",
                "%(ENV_HOME)s/x,/h/x",
                "100%%,100%",
                "%%(name)s,%(name)s",
                "%(a(b))s,brackets",
                "%(num)02d,07",
                "%(num)3d,  7",
                "%(num)-3dx,7  x",
                "%(num)+d,+7",
                "%(num) d, 7",
                "%(num).3d,007",
                "%(num)5.3d,  007",
                "%(minus)03d,-07",
                "%(minus)05.2d,-0007",
                "%(num)#x,0x7",
                "%(num)#06X,0X0007",
                "%(num)o,7",
                "%(num)ld,7",
                "%(name)5s,  web",
                "%(name)-5sx,web  x",
                "%(name)05s,  web",
                "%(name).2s,we",
                "%(long).2s,𝄞c",
                "%(long)6s, 𝄞clef"
            })
    void formatsAsPythonDoes(String text, String expected) {
        assertThat(format.expand(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "%(nam)s|there is no %(nam)s, expected one of",
                "%|has no (name) after it",
                "50% off|the % at character 3 has no (name)",
                "%s|has no (name) after it",
                "%(name)|%(name) has no letter after it, expected %(name)s",
                "%(name|has no closing )",
                "%(name)d|is for numbers, and this is a text, expected %(name)s",
                "%(name)q|'q' after %(name) is not a conversion, expected s",
                "%(num)f|'f' after %(num) is not a conversion, expected s or d",
                "%(num)1001d|more than 1000 characters wide",
                "%(num)99999999999d|more than 1000 characters wide"
            },
            delimiter = '|')
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> format.expand(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void listsTheNamesThereAreButTheEnvironmentsOnlyToWhoWantsOne() {
        assertThatThrownBy(() -> format.expand("%(x)s"))
                .hasMessage(
                        "there is no %(x)s, expected one of a(b), long, minus, name, num, or ENV_X for the environment variable X");
        assertThatThrownBy(() -> format.expand("%(ENV_HOEM)s"))
                .hasMessageContaining("ENV_HOME, a(b)");
    }

    @Test
    void neverGrowsWithoutLimit() {
        var big = new PercentFormat(Map.of("big", "x".repeat(10_000)), Map.of());
        assertThatThrownBy(() -> big.expand("%(big)s".repeat(1000)))
                .hasMessage("becomes longer than 1048576 characters");
    }
}
