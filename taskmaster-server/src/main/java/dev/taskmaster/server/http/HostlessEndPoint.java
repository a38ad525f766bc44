package dev.taskmaster.server.http;

import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// A connection whose first request may have a `Host` without a value. `supervisorctl tail -f`
/// sends that on unix sockets, and Jetty refuses it whatever it is told.
///
/// So `Host: ` before the end of a line becomes `Host:x`. Nothing is changed after the first head.
final class HostlessEndPoint extends SocketChannelEndPoint {
    private static final byte[] BLANK = {'\n', 'H', 'o', 's', 't', ':', ' '};

    /// How much of [#BLANK] the last bytes are.
    private int matched;

    /// How long the line is so far.
    private int lineLength;

    /// Whether the last byte is kept back, a space whose meaning depends on the next one.
    private boolean held;

    private boolean headIsOver;

    HostlessEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (headIsOver) {
            return super.fill(buffer);
        }
        var kept = held ? 1 : 0;
        if (held) {
            if (buffer.limit() + 1 >= buffer.capacity()) {
                return 0;
            }
            buffer.limit(buffer.limit() + 1);
            buffer.put(buffer.limit() - 1, (byte) ' ');
        }
        var filled = super.fill(buffer);
        if (filled <= 0) {
            buffer.limit(buffer.limit() - kept);
            return filled;
        }
        // What came is at the end now, though it may have begun elsewhere: of a buffer of which all
        // was taken, the beginning is used again.
        for (var i = buffer.limit() - filled; i < buffer.limit() && !headIsOver; i++) {
            look(buffer, i);
        }
        held = !headIsOver && matched == BLANK.length;
        if (held) {
            buffer.limit(buffer.limit() - 1);
        }
        return filled + kept - (held ? 1 : 0);
    }

    private void look(ByteBuffer buffer, int i) {
        var b = buffer.get(i);
        if (b == '\r' && matched == BLANK.length) {
            buffer.put(i - 1, (byte) 'x');
        }
        if (matched < BLANK.length && b == BLANK[matched]) {
            matched++;
        } else {
            matched = b == '\n' ? 1 : 0;
        }
        if (b == '\n') {
            headIsOver = lineLength == 0;
            lineLength = 0;
        } else if (b != '\r') {
            lineLength++;
        }
    }
}
