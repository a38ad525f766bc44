package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Tap;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class TappedSinkTest {
    private final Log log = new Log();
    private final List<String> pieces = new ArrayList<>();
    private final List<String> captures = new ArrayList<>();

    /// A log that can be full.
    private static final class Log implements OutputSink {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean full;

        @Override
        public void write(ByteBuffer bytes) {
            while (!full && bytes.hasRemaining()) {
                text.write(bytes.get());
            }
        }
    }

    private TappedSink sink(Tap tap) {
        return new TappedSink(
                log,
                tap,
                new SyslogCopy(Path.of("nobody"), "web"),
                (bytes, captured) ->
                        (captured ? captures : pieces)
                                .add(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void copiesForListenersAndPassesOn() {
        var sink = sink(new Tap(false, true, 0, false));
        sink.write(bytes("hello\n"));
        sink.close();
        assertThat(log.text).hasToString("hello\n");
        assertThat(pieces).containsExactly("hello\n");
    }

    @Test
    void capturesWhatStandsBetweenMarksHoweverItIsSplit() {
        var text = "a<!--XSUPERVISOR:BEGIN-->one<!--XSUPERVISOR:END-->b<!--XSUP\n";
        for (var split = 1; split < text.length(); split++) {
            log.text.reset();
            captures.clear();
            var sink = sink(new Tap(false, false, 100, false));
            sink.write(bytes(text.substring(0, split)));
            sink.write(bytes(text.substring(split)));
            sink.close();
            assertThat(log.text).as("split at %d", split).hasToString("ab<!--XSUP\n");
            assertThat(captures).containsExactly("one");
        }
    }

    @Test
    void keepsTheEndOfWhatIsTooMuchToCapture() {
        var sink = sink(new Tap(false, false, 4, false));
        sink.write(bytes("<!--XSUPERVISOR:BEGIN-->123456<!--XSUPERVISOR:END-->"));
        assertThat(captures).containsExactly("3456");
    }

    @Test
    void stripsEscapeSequencesAcrossPieces() {
        var sink = sink(new Tap(true, false, 0, false));
        sink.write(bytes("\u001b[1;3"));
        sink.write(bytes("1mred\u001b[0m\u001b]plain\n"));
        sink.close();
        assertThat(log.text).hasToString("red\u001b]plain\n");
    }

    @Test
    void holdsWhenTheLogIsFullAndLosesNothing() {
        var sink = sink(new Tap(false, true, 0, false));
        log.full = true;
        var offered = bytes("hello\n");
        sink.write(offered);
        assertThat(offered.hasRemaining()).as("so that the launcher comes again").isTrue();
        sink.write(offered);
        log.full = false;
        sink.write(offered);
        assertThat(offered.hasRemaining()).isFalse();
        sink.write(bytes("bye\n"));
        assertThat(log.text).hasToString("hello\nbye\n");
        assertThat(pieces).containsExactly("hello\n", "bye\n");
    }
}
