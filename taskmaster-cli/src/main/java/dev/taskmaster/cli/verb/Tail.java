package dev.taskmaster.cli.verb;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// How much of the end of a log is shown, and whether what is added is shown too.
///
/// @param follow whether what is added is shown too
/// @param amount how much of the end
record Tail(boolean follow, Amount amount) {
    static final Option FOLLOW = Option.flag("-f", "go on with what is added, until Ctrl-C");
    static final Option LINES = Option.number("-n", "how many lines; default 10");
    static final Option BYTES = Option.number("-b", "how many bytes");
    static final List<Option> OPTIONS = List.of(FOLLOW, LINES, BYTES);

    private static final int LINES_DEFAULT = 10;

    /// @throws UsageException if a number is none
    static Tail of(Arguments arguments) {
        var bytes = arguments.number(BYTES);
        return new Tail(
                arguments.has(FOLLOW),
                bytes.isPresent()
                        ? new Amount.Bytes(bytes.getAsInt())
                        : new Amount.Lines(arguments.number(LINES).orElse(LINES_DEFAULT)));
    }

    /// How much of the end of a log.
    sealed interface Amount {

        /// So many lines.
        record Lines(int count) implements Amount {}

        /// So many bytes.
        record Bytes(int count) implements Amount {}

        /// {@return so much of the end of a log}
        default byte[] end(Log log) throws IOException {
            return switch (this) {
                case Bytes(var count) -> log.last(count);
                case Lines(var count) -> lastLines(count, log);
            };
        }

        /// Reads more and more of the end, until it holds that many lines.
        private static byte[] lastLines(int count, Log log) throws IOException {
            for (var size = BYTES_MIN; ; size *= 4) {
                var end = log.last(size);
                var start = startOfLines(count, end);
                if (start > 0 || end.length < size || size >= BYTES_MAX) {
                    return Arrays.copyOfRange(end, start, end.length);
                }
            }
        }

        private static int startOfLines(int count, byte[] text) {
            if (count == 0) {
                return text.length;
            }
            var left = count;
            for (var i = text.length - 1; i >= 0; i--) {
                // The line end at the very end ends the last line; it does not begin another one.
                if (text[i] == '\n' && i < text.length - 1 && --left == 0) {
                    return i + 1;
                }
            }
            return 0;
        }

        int BYTES_MIN = 16 << 10;
        int BYTES_MAX = 16 << 20;
    }

    /// The end of a log.
    @FunctionalInterface
    interface Log {
        byte[] last(long bytes) throws IOException;
    }
}
