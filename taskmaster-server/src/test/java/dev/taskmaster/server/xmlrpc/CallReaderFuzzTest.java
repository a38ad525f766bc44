package dev.taskmaster.server.xmlrpc;

import static org.assertj.core.api.Assertions.fail;

import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Whatever comes, it is read or refused, and quickly. To run one seed again: `-Dseed=…`.
class CallReaderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);
    private static final String VALID =
            """
            <?xml version='1.0'?>
            <methodCall><methodName>system.multicall</methodName><params><param><value><array><data>
            <value><struct><member><name>methodName</name><value>a.b</value></member>
            <member><name>params</name><value><array><data><value><int>1</int></value>
            <value><boolean>1</boolean></value><value><base64>aGk=</base64></value>
            <value><double>1.5</double></value><value><dateTime.iso8601>19980717T14:08:55\
            </dateTime.iso8601></value><value><string>&#228;&amp;</string></value></data></array>
            </value></member></struct></value></data></array></value></param></params></methodCall>
            """;
    private static final List<String> PIECES =
            List.of(
                    "<",
                    ">",
                    "</",
                    "/>",
                    "&",
                    ";",
                    "&#",
                    "&lt;",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "<?",
                    "?>",
                    "<!DOCTYPE a [",
                    "<!ENTITY a 'b'>",
                    "&a;",
                    "'",
                    "\"",
                    "=",
                    "<value>",
                    "</value>",
                    "<array><data>",
                    "<struct>",
                    "<member>",
                    "<name>",
                    "<int>",
                    "<methodCall>",
                    "</methodCall>",
                    "\0",
                    "\uFFFF",
                    "xmlns:a",
                    ":",
                    " ");

    private final long seed = Seed.chosen();
    private final Random random = new Random(seed);

    @Test
    void readsOrRefusesWhateverComes() {
        var valid = VALID.getBytes(StandardCharsets.UTF_8);
        for (var round = 0; round < ROUNDS; round++) {
            var input =
                    switch (random.nextInt(4)) {
                        case 0 -> Arrays.copyOf(valid, random.nextInt(valid.length));
                        case 1 -> withChangedBytes(valid.clone());
                        case 2 -> withPieces();
                        default -> noise();
                    };
            try {
                CallReader.read(input);
            } catch (MalformedCallException e) {
                // Refused: one of the two right answers.
            } catch (RuntimeException | Error e) {
                fail("round %d of -Dseed=%d: %s".formatted(round, seed, Arrays.toString(input)), e);
            }
        }
    }

    private byte[] withChangedBytes(byte[] bytes) {
        for (var i = 0; i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] withPieces() {
        var text = new StringBuilder(VALID);
        for (var i = 0; i <= random.nextInt(6); i++) {
            text.insert(random.nextInt(text.length()), PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise() {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }
}
