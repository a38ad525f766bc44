package dev.taskmaster.internal.output;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Tap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Looks at output on its way to a log: copies it for listeners and for syslog, takes out what
/// supervisord's capture mode takes out, and strips escape sequences.
///
/// Where the log gets all there is, it takes that from the pipe itself, and copies are made before.
///
/// Source of the marks: supervisord docs/events.rst, "PROCESS_COMMUNICATION".
public final class TappedSink implements PipeSink {
    private static final byte[] BEGIN = mark("<!--XSUPERVISOR:BEGIN-->");
    private static final byte[] END = mark("<!--XSUPERVISOR:END-->");

    private final OutputSink log;
    private final Tap tap;
    private final SyslogCopy syslog;
    private final Listener listener;
    private final AnsiStripper stripper = new AnsiStripper();

    /// What the log could not take yet.
    private ByteBuffer pending = ByteBuffer.allocate(0);

    /// Whether the first byte of the next buffer was looked at already.
    private boolean oneSeen;

    /// The end of the last piece, if a mark may begin with it.
    private byte[] carry = {};

    private byte[] captured = {};
    private boolean capturing;

    /// Gets copies of what was written; called by the thread that writes.
    @FunctionalInterface
    public interface Listener {
        /// @param captured whether it is all that stood between two marks, rather than a piece
        void wrote(byte[] bytes, boolean captured);
    }

    /// @param log where the rest goes
    /// @param syslog where a copy goes, if the tap says so
    public TappedSink(OutputSink log, Tap tap, SyslogCopy syslog, Listener listener) {
        this.log = log;
        this.tap = tap;
        this.syslog = syslog;
        this.listener = listener;
    }

    @Override
    public boolean takesPipes() {
        return !tap.stripAnsi()
                && tap.captureMaxBytes() == 0
                && log instanceof PipeSink direct
                && direct.takesPipes();
    }

    @Override
    public boolean take(PipeSource pipe) {
        var copy = pipe.copy();
        var isTaken = ((PipeSink) log).take(pipe);
        tell(Arrays.copyOf(copy, copy.length - pipe.remaining()));
        return isTaken;
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (!flush()) {
            return;
        }
        if (oneSeen) {
            bytes.get();
            oneSeen = false;
        }
        if (!bytes.hasRemaining()) {
            return;
        }
        take(bytes);
        if (!flush()) {
            // A byte that stays in the buffer has the launcher come again.
            bytes.position(bytes.position() - 1);
            oneSeen = true;
        }
    }

    @Override
    public void close() {
        if (carry.length > 0) {
            pass(carry);
            carry = new byte[0];
        }
        flush();
        log.close();
    }

    private boolean flush() {
        if (pending.hasRemaining()) {
            log.write(pending);
        }
        return !pending.hasRemaining();
    }

    private void take(ByteBuffer bytes) {
        var piece = new byte[bytes.remaining()];
        bytes.get(piece);
        if (tap.captureMaxBytes() == 0) {
            pass(piece);
        } else {
            scan(concatenation(carry, piece));
        }
    }

    /// Splits at the marks; keeps back an end that may be the beginning of one.
    private void scan(byte[] data) {
        var start = 0;
        while (true) {
            var mark = capturing ? END : BEGIN;
            var at = indexOf(data, mark, start);
            if (at < 0) {
                var end = data.length - overlap(data, start, mark);
                pass(Arrays.copyOfRange(data, start, end));
                carry = Arrays.copyOfRange(data, end, data.length);
                return;
            }
            pass(Arrays.copyOfRange(data, start, at));
            start = at + mark.length;
            if (capturing) {
                listener.wrote(captured, true);
                captured = new byte[0];
            }
            capturing = !capturing;
        }
    }

    private void pass(byte[] data) {
        var text = tap.stripAnsi() ? stripper.strip(data) : data;
        if (text.length == 0) {
            return;
        }
        tell(text);
        if (capturing) {
            captured = last(concatenation(captured, text), tap.captureMaxBytes());
        } else {
            pending = ByteBuffer.wrap(concatenation(remaining(pending), text));
        }
    }

    private void tell(byte[] text) {
        if (text.length > 0 && tap.events()) {
            listener.wrote(text, false);
        }
        if (text.length > 0 && tap.syslog() && !capturing) {
            syslog.send(text);
        }
    }

    private static byte[] remaining(ByteBuffer buffer) {
        return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    }

    private static byte[] last(byte[] data, int max) {
        return data.length <= max ? data : Arrays.copyOfRange(data, data.length - max, data.length);
    }

    private static byte[] concatenation(byte[] a, byte[] b) {
        if (a.length == 0) {
            return b;
        }
        var both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int indexOf(byte[] data, byte[] mark, int from) {
        var first = mark[0];
        for (var i = from; i <= data.length - mark.length; i++) {
            if (data[i] == first && Arrays.equals(data, i, i + mark.length, mark, 0, mark.length)) {
                return i;
            }
        }
        return -1;
    }

    /// How many bytes at the end of the data, from `from` on, are the beginning of the mark.
    private static int overlap(byte[] data, int from, byte[] mark) {
        var longest = Math.min(mark.length - 1, data.length - from);
        for (var n = longest; n > 0; n--) {
            if (Arrays.equals(data, data.length - n, data.length, mark, 0, n)) {
                return n;
            }
        }
        return 0;
    }

    private static byte[] mark(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Leaves out `ESC [ … final`, for the finals that supervisord knows.
    private static final class AnsiStripper {
        private static final String FINALS = "HfABCDRsuJKhlpm";

        private int matched; // of "ESC [": 0, 1 or 2

        byte[] strip(byte[] data) {
            var kept = new ByteArrayOutputStream(data.length);
            for (var b : data) {
                switch (matched) {
                    case 0 -> {
                        if (b == 0x1b) {
                            matched = 1;
                        } else {
                            kept.write(b);
                        }
                    }
                    case 1 -> {
                        if (b == '[') {
                            matched = 2;
                        } else {
                            kept.write(0x1b);
                            matched = b == 0x1b ? 1 : 0;
                            if (matched == 0) {
                                kept.write(b);
                            }
                        }
                    }
                    default -> matched = FINALS.indexOf(b) >= 0 ? 0 : 2;
                }
            }
            return kept.toByteArray();
        }
    }
}
