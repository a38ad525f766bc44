package dev.taskmaster.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class JsonTest {
    @Test
    void readsWhatItWrites() throws IOException {
        var text = "{\"a\":[1,2.5,\"x\\n\",true,null,{}],\"b\":{\"c\":[]}}";
        assertThat(Json.text(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void writesPathsAndOptionalsAsTheyAreMeant() {
        assertThat(Json.text(List.of(Path.of("/a/b"), Optional.empty(), Optional.of(1))))
                .isEqualTo("[\"/a/b\",null,1]");
    }

    @Test
    void readsEveryEscapeAndWritesThoseThatAreNeeded() throws IOException {
        assertThat(Json.parse(" \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00x\" "))
                .isEqualTo("\"\\/\b\f\n\r\té😀x");
        assertThat(Json.text("\"\\\u0001é😀")).isEqualTo("\"\\\"\\\\\\u0001é😀\"");
    }

    @Test
    void keepsNumbersAsTheyAreWritten() throws IOException {
        var text = "[-0.5,1795413085.100,9223372036854775808,1e-3]";
        assertThat(Json.text(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void readsMomentsToTheMillisecond() throws IOException {
        var fields = Json.object(Json.parse("{\"a\":1.25,\"b\":7,\"c\":1.0009,\"d\":null}"));
        assertThat(fields.time("a")).contains(Instant.ofEpochMilli(1250));
        assertThat(fields.time("b")).contains(Instant.ofEpochMilli(7000));
        assertThat(fields.time("c")).contains(Instant.ofEpochMilli(1000));
        assertThat(fields.time("d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 50, 1_795_413_085_143L})
    void writesMomentsAsItReadsThem(long millis) {
        var moment = Instant.ofEpochMilli(millis);
        assertThat(Numeral.seconds(moment).moment()).isEqualTo(moment);
    }

    @Test
    void refusesNumbersThatAreNoneOfOurs() throws IOException {
        var fields = Json.object(Json.parse("{\"a\":1e3,\"b\":99999999999999999999}"));
        assertThatThrownBy(() -> fields.number("a")).hasMessageContaining("as 'a', found 1e3");
        assertThatThrownBy(() -> fields.time("b")).isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nested");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "[1 2]",
                "[1,]",
                "nope",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "-",
                "1.",
                "1e",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "1 2",
                "]"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void tellsWhichFieldIsMissing() throws IOException {
        var fields = Json.object(Json.parse("{\"a\":1}"));
        assertThatThrownBy(() -> fields.text("b")).hasMessageContaining("'b'");
        assertThatThrownBy(() -> fields.text("a")).hasMessageContaining("expected a string as 'a'");
    }
}
