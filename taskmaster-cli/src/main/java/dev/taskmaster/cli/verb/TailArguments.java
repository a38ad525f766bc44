package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.control.Channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// What `tail` is asked for.
///
/// @param follow whether what is added is shown too
/// @param amount how much is shown
/// @param name which process
/// @param channel which of its outputs
record TailArguments(boolean follow, Amount amount, String name, Channel channel) {
    private static final int LINES = 10;

    /// @throws UsageException if the words are not understood
    static TailArguments parse(List<String> words) {
        var follow = false;
        Amount amount = new Amount.Lines(LINES);
        var rest = new ArrayList<String>();
        for (var word = words.iterator(); word.hasNext(); ) {
            var next = word.next();
            switch (next) {
                case "-f" -> follow = true;
                case "-n" -> amount = new Amount.Lines(number("-n", word));
                case "-c" -> amount = new Amount.Bytes(number("-c", word));
                default -> rest.add(next);
            }
        }
        rest.stream()
                .filter(word -> word.startsWith("-"))
                .findFirst()
                .ifPresent(
                        word -> {
                            throw new UsageException(
                                    "no such option: " + word + ", expected -f, -n or -c");
                        });
        if (rest.isEmpty() || rest.size() > 2) {
            throw new UsageException("expected one name, found " + rest.size());
        }
        var channel = rest.size() == 1 ? Channel.STDOUT : channel(rest.getLast());
        return new TailArguments(follow, amount, rest.getFirst(), channel);
    }

    private static int number(String option, Iterator<String> words) {
        var text = words.hasNext() ? words.next() : "";
        if (!text.matches("[0-9]{1,7}")) {
            throw new UsageException(
                    option + " expects a number up to 9999999, found '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Channel channel(String text) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageException("expected stdout or stderr, found " + text));
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
