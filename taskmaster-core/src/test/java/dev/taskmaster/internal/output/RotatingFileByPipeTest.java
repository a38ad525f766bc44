package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.Rotation;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The same where the bytes come from a pipe.
class RotatingFileByPipeTest extends RotatingFileTest {
    @Override
    void write(RotatingFile file, ByteBuffer bytes) {
        try (var pipe = new TestPipe().write(bytes)) {
            var source = pipe.source(false);
            assertThat(file.write(source, source.remaining())).isEmpty();
            assertThat(source.remaining()).isZero();
            assertThat(pipe.available()).isZero();
        }
    }

    @Test
    void whatCannotBeWrittenStaysInThePipe() throws IOException {
        try (var file = RotatingFile.open(Path.of("/dev/full"), new Rotation(2, 1));
                var pipe = new TestPipe().write(bytes("kept\n"))) {
            assertThat(file.write(pipe.source(false), 5)).hasValue("No space left on device");
            assertThat(pipe.available()).isEqualTo(5);
        }
    }

    @Test
    void knowsWhetherItEndsALineThoughNobodyHasLooked() throws IOException {
        try (var file = RotatingFile.open(folder.resolve("x.log"), Rotation.STANDARD)) {
            assertThat(file.endsLine()).isTrue();
            write(file, bytes("a"));
            assertThat(file.endsLine()).isFalse();
            write(file, bytes("b\n"));
            assertThat(file.endsLine()).isTrue();
        }
    }
}
