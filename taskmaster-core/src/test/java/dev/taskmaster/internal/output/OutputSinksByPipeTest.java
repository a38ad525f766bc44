package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.OutputSink;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The same where each writer has a pipe.
class OutputSinksByPipeTest extends OutputSinksTest {
    private final List<TestPipe> pipes = new ArrayList<>();

    @AfterEach
    void closePipes() {
        pipes.forEach(TestPipe::close);
    }

    @Override
    OutputSink open(Path path) throws IOException {
        var sink = (PipeSink) super.open(path);
        var pipe = new TestPipe();
        pipes.add(pipe);
        return new OutputSink() {
            @Override
            public void write(ByteBuffer bytes) {
                assertThat(sink.take(pipe.write(bytes).source(false))).isTrue();
            }

            @Override
            public void close() {
                if (pipe.available() > 0) {
                    sink.take(pipe.source(true));
                }
                sink.close();
            }
        };
    }

    @Test
    void theBeginningOfALineStaysInThePipe() throws IOException {
        var log = folder.resolve("y.log");
        var a = open(log);
        open(log);

        a.write(bytes("whole\n" + "x".repeat(9_000) + "\nbegun"));
        assertThat(log).content().endsWith("x\n");
        assertThat(pipes.getFirst().available()).isEqualTo(5);
        a.write(bytes(" and ended\n"));

        assertThat(log).content().endsWith("x\nbegun and ended\n");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
