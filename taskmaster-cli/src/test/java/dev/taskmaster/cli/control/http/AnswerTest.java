package dev.taskmaster.cli.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;

class AnswerTest {
    private static Answer read(String text) throws IOException {
        var in = new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(UTF_8));
        return Answer.read(in, () -> {});
    }

    @Test
    void bodiesMayHaveALengthComeInChunksOrGoOnToTheEnd() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\nContent-Length: 2\n\nabc").text()).isEqualTo("ab");
        assertThat(
                        read("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2;x\nab\nA\n0123456789\n0\nT: t\n\n")
                                .text())
                .isEqualTo("ab0123456789");
        assertThat(read("HTTP/1.0 404 Not Found\n\nabc").text()).isEqualTo("abc");
    }

    @Test
    void tellsTheStatus() throws IOException {
        assertThat(read("HTTP/1.1 202 Accepted\n\n").isDone()).isTrue();
        assertThat(read("HTTP/1.1 503\n\n").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0\n\n",
                "HTTP/1.1 200 OK\nno header\n\n",
                "HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nab",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nab"
            })
    void refusesWhatIsNoWholeAnswer(String text) {
        assertThatThrownBy(() -> read(text).text()).isInstanceOf(IOException.class);
    }
}
