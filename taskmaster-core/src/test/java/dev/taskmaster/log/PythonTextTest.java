package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class PythonTextTest {
    @Test
    void textIsText() {
        assertThat(PythonText.of("ä€😀".getBytes(StandardCharsets.UTF_8))).isEqualTo("ä€😀");
    }

    @Test
    void otherBytesAreWrittenAsPythonDoes() {
        assertThat(PythonText.of("it's \u00ff\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("Undecodable: b\"it's \\xff\\n\"");
        assertThat(PythonText.literal("\\ \"'\0~\u007f".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("b'\\\\ \"\\'\\x00~\\x7f'");
    }
}
