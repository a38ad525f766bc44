package dev.taskmaster.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskmaster.cli.verb.Tail.Amount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

class TailTest {
    private static Tail parse(String line) {
        return Tail.of(Arguments.parse(List.of(line.split(" ")), Tail.OPTIONS));
    }

    @Test
    void showsTenLinesByDefault() {
        assertThat(parse("web")).isEqualTo(new Tail(false, new Amount.Lines(10)));
    }

    @Test
    void takesOptionsInAnyOrder() {
        assertThat(parse("web -f stderr -n 3")).isEqualTo(new Tail(true, new Amount.Lines(3)));
        assertThat(parse("-b 100 web").amount()).isEqualTo(new Amount.Bytes(100));
    }

    @ParameterizedTest
    @CsvSource({
        "-x web, no such option: -x",
        "-n, -n expects a value",
        "-n ten web, -n expects a number",
        "-n -5 web, -n expects a number",
        "-n 99999999999 web, -n expects a number",
    })
    void saysWhatIsNotUnderstood(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    private static String end(Amount amount, String log) throws IOException {
        var bytes = log.getBytes(UTF_8);
        return new String(
                amount.end(
                        n ->
                                Arrays.copyOfRange(
                                        bytes, (int) Math.max(0, bytes.length - n), bytes.length)),
                UTF_8);
    }

    @Test
    void findsTheLastLines() throws IOException {
        assertThat(end(new Amount.Lines(2), "a\nb\nc\n")).isEqualTo("b\nc\n");
        assertThat(end(new Amount.Lines(2), "a\nb\nc")).isEqualTo("b\nc");
        assertThat(end(new Amount.Lines(5), "a\nb\n")).isEqualTo("a\nb\n");
        assertThat(end(new Amount.Lines(1), "\n\n")).isEqualTo("\n");
        assertThat(end(new Amount.Lines(0), "a\n")).isEmpty();
        assertThat(end(new Amount.Lines(3), "")).isEmpty();
        assertThat(end(new Amount.Bytes(2), "abc")).isEqualTo("bc");
    }

    @Test
    void readsFurtherBackWhereLinesAreLong() throws IOException {
        var line = "x".repeat(100_000) + "\n";
        assertThat(end(new Amount.Lines(3), line.repeat(5))).isEqualTo(line.repeat(3));
    }
}
