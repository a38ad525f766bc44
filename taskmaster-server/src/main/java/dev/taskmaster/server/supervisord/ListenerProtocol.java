package dev.taskmaster.server.supervisord;

import dev.taskmaster.log.PythonText;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What one event listener says on its stdout, from its start to its end: `READY\n` when it wants
/// an event, then `RESULT 2\nOK` when it has dealt with it.
///
/// It comes in pieces of any size. Bytes in, what they mean out, and nothing else.
///
/// Source: supervisord docs/events.rst and dispatchers.py, `PEventListenerDispatcher`.
final class ListenerProtocol {
    private static final byte[] READY_TOKEN = "READY\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

    /// supervisord looks only at what stands behind so many bytes, whatever they are.
    private static final int RESULT_TOKEN_LENGTH = "RESULT ".length();

    /// What Python's `int()` takes. More digits than these are as wrong as none: nobody waits for
    /// an answer of that size.
    private static final Pattern LENGTH = Pattern.compile("\\+?[0-9](_?[0-9]){0,17}");

    /// supervisord gathers a line for as long as it has no end; here that is a wrong line.
    static final int LINE_BYTES_MAX = 1024;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private State state = State.ACKNOWLEDGED;

    /// How long the answer is; negative as long as that was not said.
    private long answerLength = -1;

    private long answered;

    /// Whose turn it is.
    enum State {
        /// The listener's: it has dealt with everything, but does not want more yet.
        ACKNOWLEDGED,
        /// Ours: it waits for an event.
        READY,
        /// The listener's: it has an event.
        BUSY,
        /// Nobody's: it does not keep to the protocol, and gets no events until it is restarted.
        UNKNOWN
    }

    /// What a listener says.
    sealed interface Saying {
        /// It wants an event.
        record Ready() implements Saying {}

        /// It has dealt with its event.
        record Accepted() implements Saying {}

        /// It has not, and somebody is to be given it again.
        record Rejected() implements Saying {}

        /// Something that it must not say.
        ///
        /// @param from whose turn it was
        /// @param line the line that should have been an answer; empty if none was expected
        record Nonsense(State from, String line) implements Saying {}
    }

    /// {@return whose turn it is}
    State state() {
        return state;
    }

    /// The listener was sent an event, which it was READY for.
    void sent() {
        state = State.BUSY;
    }

    /// The listener cannot be told anything.
    void lost() {
        state = State.UNKNOWN;
    }

    /// The listener wrote something.
    List<Saying> read(byte[] bytes) {
        var sayings = new ArrayList<Saying>();
        for (var b : bytes) {
            switch (state) {
                case ACKNOWLEDGED -> awaitReady(b, sayings);
                case READY -> sayings.add(nonsense(""));
                case BUSY -> {
                    if (answerLength < 0) {
                        awaitLength(b, sayings);
                    } else {
                        awaitAnswer(b, sayings);
                    }
                }
                case UNKNOWN -> {}
            }
        }
        return sayings;
    }

    private void awaitReady(byte b, List<Saying> sayings) {
        gathered.write(b);
        if (gathered.size() == READY_TOKEN.length) {
            if (Arrays.equals(taken(), READY_TOKEN)) {
                state = State.READY;
                sayings.add(new Saying.Ready());
            } else {
                sayings.add(nonsense(""));
            }
        }
    }

    private void awaitLength(byte b, List<Saying> sayings) {
        if (b != '\n' && gathered.size() < LINE_BYTES_MAX) {
            gathered.write(b);
            return;
        }
        var line = taken();
        var length = b == '\n' ? length(line) : OptionalLong.empty();
        if (length.isEmpty()) {
            sayings.add(nonsense(PythonText.of(line)));
            return;
        }
        answerLength = length.getAsLong();
        answered = 0;
        judgeIfWhole(sayings);
    }

    private static OptionalLong length(byte[] line) {
        var number =
                new String(line, StandardCharsets.ISO_8859_1)
                        .substring(Math.min(line.length, RESULT_TOKEN_LENGTH))
                        .strip();
        return LENGTH.matcher(number).matches()
                ? OptionalLong.of(Long.parseLong(number.replace("_", "")))
                : OptionalLong.empty();
    }

    private void awaitAnswer(byte b, List<Saying> sayings) {
        // An answer that is longer is not OK, whatever it says: there is no need to keep it.
        if (answered++ < OK.length) {
            gathered.write(b);
        }
        judgeIfWhole(sayings);
    }

    private void judgeIfWhole(List<Saying> sayings) {
        if (answered == answerLength) {
            var accepted = answerLength == OK.length && Arrays.equals(gathered.toByteArray(), OK);
            gathered.reset();
            answerLength = -1;
            state = State.ACKNOWLEDGED;
            sayings.add(accepted ? new Saying.Accepted() : new Saying.Rejected());
        }
    }

    private Saying nonsense(String line) {
        var from = state;
        state = State.UNKNOWN;
        return new Saying.Nonsense(from, line);
    }

    private byte[] taken() {
        var bytes = gathered.toByteArray();
        gathered.reset();
        return bytes;
    }
}
