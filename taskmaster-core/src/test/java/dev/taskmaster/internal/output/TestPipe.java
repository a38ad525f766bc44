package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// A pipe as between a process and its supervisor.
final class TestPipe implements AutoCloseable {
    private final int[] ends = new int[2];
    private final PipePeek peek;

    TestPipe() {
        assertThat(Libc.pipe2(ends, Libc.O_CLOEXEC | Libc.O_NONBLOCK)).isZero();
        Libc.fcntl(ends[0], Libc.F_SETPIPE_SZ, 256 << 10);
        try {
            peek = new PipePeek(ByteBuffer.allocateDirect(1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestPipe write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            assertThat(Libc.write(ends[1], bytes)).isPositive();
        }
        return this;
    }

    int available() {
        return Libc.available(ends[0]);
    }

    PipeSource source(boolean isEnded) {
        return new PipeSource(ends[0], peek, isEnded);
    }

    @Override
    public void close() {
        Libc.close(ends[0]);
        Libc.close(ends[1]);
        peek.close();
    }
}
