package dev.taskmaster.internal.output;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes in a buffer, whose position is moved behind what was moved.
record BufferSource(ByteBuffer bytes) implements Source {
    @Override
    public int remaining() {
        return bytes.remaining();
    }

    @Override
    public int lineEnd(long from) {
        return lineEnd(bytes, from);
    }

    @Override
    public int lastLineEnd(int max) {
        return lastLineEnd(bytes, max);
    }

    static int lineEnd(ByteBuffer bytes, long from) {
        for (var count = from; count <= bytes.remaining(); count++) {
            if (bytes.get(bytes.position() + (int) count - 1) == '\n') {
                return (int) count;
            }
        }
        return -1;
    }

    static int lastLineEnd(ByteBuffer bytes, int max) {
        var count = Math.min(max, bytes.remaining());
        while (count > 0 && bytes.get(bytes.position() + count - 1) != '\n') {
            count--;
        }
        return count;
    }

    @Override
    public int moveTo(OpenFile file, int count) throws IOException {
        return file.write(bytes, count);
    }

    @Override
    public int lastMoved() {
        return bytes.position() == 0 ? -1 : bytes.get(bytes.position() - 1);
    }
}
