package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.supervisord.ListenerProtocol.Saying;
import dev.taskmaster.server.supervisord.ListenerProtocol.Saying.Accepted;
import dev.taskmaster.server.supervisord.ListenerProtocol.Saying.Nonsense;
import dev.taskmaster.server.supervisord.ListenerProtocol.Saying.Ready;
import dev.taskmaster.server.supervisord.ListenerProtocol.Saying.Rejected;
import dev.taskmaster.server.supervisord.ListenerProtocol.State;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class ListenerProtocolTest {
    private final ListenerProtocol protocol = new ListenerProtocol();

    private List<Saying> read(String text) {
        return protocol.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void busy() {
        read("READY\n");
        protocol.sent();
    }

    @Test
    void beginsAcknowledged() {
        assertThat(protocol.state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(read("")).isEmpty();
    }

    @Test
    void isReadyWhenItSaysSo() {
        assertThat(read("READY\n")).containsExactly(new Ready());
        assertThat(protocol.state()).isEqualTo(State.READY);
    }

    @Test
    void tokensMayComeInPieces() {
        assertThat(read("REA")).isEmpty();
        assertThat(read("DY")).isEmpty();
        assertThat(read("\n")).containsExactly(new Ready());
        protocol.sent();
        for (var piece : List.of("R", "ESULT", " ", "2", "\n", "O")) {
            assertThat(read(piece)).isEmpty();
        }
        assertThat(read("K")).containsExactly(new Accepted());
        assertThat(protocol.state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void tokensMayComeTogether() {
        busy();
        assertThat(read("RESULT 2\nOKREADY\n")).containsExactly(new Accepted(), new Ready());
        protocol.sent();
        assertThat(read("RESULT 4\nFAILREADY\n")).containsExactly(new Rejected(), new Ready());
    }

    @Test
    void anyConversationMeansTheSameHoweverItIsSplit() {
        var turns = List.of("READY\n", "RESULT 2\nOKREADY\n", "RESULT 4\nFAIL", "READY\n");
        for (var size = 1; size <= 20; size++) {
            var whole = new ListenerProtocol();
            var split = new ListenerProtocol();
            for (var turn : turns) {
                var bytes = turn.getBytes(StandardCharsets.US_ASCII);
                var expected = whole.read(bytes);
                var found = new ArrayList<Saying>();
                for (var at = 0; at < bytes.length; at += size) {
                    var end = Math.min(bytes.length, at + size);
                    found.addAll(split.read(Arrays.copyOfRange(bytes, at, end)));
                }
                assertThat(found).as("in pieces of %d", size).isEqualTo(expected);
                if (whole.state() == State.READY) {
                    whole.sent();
                    split.sent();
                }
            }
        }
    }

    @Test
    void anythingButOkIsRejected() {
        for (var answer : List.of("FAIL", "ok", "OKAY", "O", "KO", "", "\n\n")) {
            busy();
            assertThat(read("RESULT " + answer.length() + "\n" + answer))
                    .as(answer)
                    .containsExactly(new Rejected());
        }
    }

    @Test
    void aLongAnswerIsReadToItsEnd() {
        busy();
        assertThat(read("RESULT 1000000\n" + "x".repeat(999_999))).isEmpty();
        assertThat(read("xREADY\n")).containsExactly(new Rejected(), new Ready());
    }

    @Test
    void otherWordsThanReadyAreNonsense() {
        assertThat(read("hello\n")).containsExactly(new Nonsense(State.ACKNOWLEDGED, ""));
        assertThat(protocol.state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void fewerBytesThanReadyHasAreNotJudgedYet() {
        assertThat(read("hello")).isEmpty();
        assertThat(protocol.state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void anyWordWhileReadyIsNonsense() {
        assertThat(read("READY\nR")).containsExactly(new Ready(), new Nonsense(State.READY, ""));
    }

    @Test
    void aResultWithoutItsLengthIsNonsense() {
        for (var line :
                List.of("RESULT", "RESULT ", "RESULT OK", "RESULT -2", "RESULT 2 2", "garbage")) {
            var fresh = new ListenerProtocol();
            fresh.read("READY\n".getBytes(StandardCharsets.US_ASCII));
            fresh.sent();
            assertThat(fresh.read((line + "\nOK").getBytes(StandardCharsets.US_ASCII)))
                    .as(line)
                    .containsExactly(new Nonsense(State.BUSY, line));
        }
    }

    @Test
    void lengthsArePythons() {
        // supervisord's int(line[7:]) does not look at the seven bytes, and takes these numbers.
        for (var line : List.of("RESULT  2 ", "RESULT +2", "result:2", "RESULT 0_2")) {
            busy();
            assertThat(read(line + "\nOK")).as(line).containsExactly(new Accepted());
        }
    }

    @Test
    void aLineWithoutEndIsNonsenseAtSomePoint() {
        busy();
        assertThat(read("x".repeat(ListenerProtocol.LINE_BYTES_MAX))).isEmpty();
        assertThat(read("x")).hasSize(1).first().isInstanceOf(Nonsense.class);
    }

    @Test
    void bytesThatAreNoTextAreShownAsPythonDoes() {
        busy();
        assertThat(read("\u00ff\t'\n"))
                .containsExactly(new Nonsense(State.BUSY, "Undecodable: b\"\\xff\\t'\""));
    }

    @Test
    void nothingIsHeardAfterNonsense() {
        read("hello\n");
        assertThat(read("READY\nRESULT 2\nOK")).isEmpty();
    }
}
