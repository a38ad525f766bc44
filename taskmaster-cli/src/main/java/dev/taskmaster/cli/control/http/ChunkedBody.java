package dev.taskmaster.cli.control.http;

import java.io.IOException;
import java.io.InputStream;

/// A body that comes in chunks, each after its length (RFC 9112, section 7.1).
final class ChunkedBody extends InputStream {
    private final InputStream in;
    private InputStream chunk = InputStream.nullInputStream();
    private boolean first = true;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!ended) {
            var count = chunk.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            next();
        }
        return -1;
    }

    private void next() throws IOException {
        if (!first) {
            Answer.line(in); // Ends the chunk before.
        }
        first = false;
        var size = size(Answer.line(in));
        chunk = new SizedBody(in, size);
        if (size == 0) {
            ended = true;
            while (!Answer.line(in).isEmpty()) {
                // Trailers say nothing that is needed.
            }
        }
    }

    private static long size(String line) throws IOException {
        var digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("not an answer of HTTP: chunk of length " + line);
        }
        return Long.parseLong(digits, 16);
    }
}
