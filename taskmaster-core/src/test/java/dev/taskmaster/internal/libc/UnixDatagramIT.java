package dev.taskmaster.internal.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The receiver is Perl, which any Linux with git has: the JDK cannot receive such datagrams.
class UnixDatagramIT {
    private static final String RECEIVE_TWO =
            """
            use Socket;
            socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind($s, pack_sockaddr_un($ARGV[0])) or die $!;
            for (1..2) { recv($s, my $text, 65536, 0); print length($text), ":$text\\n"; }
            """;

    @TempDir private Path folder;

    @Test
    void sendsEachDatagramWhole() throws Exception {
        var socket = folder.resolve("log");
        var out = folder.resolve("out");
        var receiver =
                new ProcessBuilder("perl", "-e", RECEIVE_TWO, socket.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            while (!Files.exists(socket)) {
                assertThat(receiver.isAlive()).as("receiver lives").isTrue();
                Thread.onSpinWait();
            }
            UnixDatagram.send(socket, "<30>web: grüße".getBytes(StandardCharsets.UTF_8));
            UnixDatagram.send(socket, new byte[0]);
            assertThat(receiver.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(out).hasContent("16:<30>web: grüße\n0:\n");
        } finally {
            receiver.destroyForcibly();
        }
    }

    @Test
    void saysWhyItCannotSend() {
        assertThatThrownBy(() -> UnixDatagram.send(folder.resolve("none"), new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot send to %s/none: No such file or directory", folder);
        assertThatThrownBy(() -> UnixDatagram.send(folder.resolve("x".repeat(108)), new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the path of a socket may have 107 bytes, this has");
    }
}
