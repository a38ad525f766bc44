package dev.taskmaster.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
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

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "nope", "{\"a\"}"})
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
