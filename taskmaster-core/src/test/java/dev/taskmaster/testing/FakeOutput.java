package dev.taskmaster.testing;

import dev.taskmaster.launch.OutputSink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The way from a fake process to its sink, which may refuse for a while.
final class FakeOutput {
    private final OutputSink sink;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean ended;

    FakeOutput(OutputSink sink) {
        this.sink = sink;
    }

    void write(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var all = ByteBuffer.allocate(rest.remaining() + bytes.length);
        var refusing = rest.hasRemaining();
        rest = all.put(rest).put(bytes).flip();
        if (!refusing) {
            sink.write(rest);
        }
    }

    /// Offers again what was refused.
    void retry() {
        if (rest.hasRemaining()) {
            sink.write(rest);
            closeIfDone();
        }
    }

    /// Nothing more comes.
    void end() {
        ended = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (ended && !rest.hasRemaining()) {
            sink.close();
        }
    }
}
