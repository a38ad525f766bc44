package dev.taskmaster.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Listens where syslog does. It is Perl, since the JDK cannot receive such datagrams.
public final class FakeSyslog implements AutoCloseable {
    private static final String RECEIVE =
            """
            use Socket;
            $| = 1;
            socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die $!;
            bind($s, pack_sockaddr_un($ARGV[0])) or die $!;
            print "ready\\n";
            while (1) { recv($s, my $text, 65536, 0); print "$text\\n"; }
            """;

    private final Process process;
    private final BufferedReader received;

    public FakeSyslog(Path socket) throws IOException {
        process =
                new ProcessBuilder("perl", "-e", RECEIVE, socket.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        received = process.inputReader(StandardCharsets.UTF_8);
        assertThat(receive()).isEqualTo("ready");
        assertThat(Files.exists(socket)).isTrue();
    }

    /// Waits for the next datagram.
    public String receive() throws IOException {
        return received.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
