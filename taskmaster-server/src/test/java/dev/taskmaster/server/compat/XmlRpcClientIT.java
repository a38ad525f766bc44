package dev.taskmaster.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.Credentials;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.testing.Ran;
import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Python's own client understands all answers: see `src/test/python/client.py`.
///
/// It needs `python3`.
@Timeout(120)
class XmlRpcClientIT {
    @TempDir Path folder;

    @Test
    void servesPythonsClient() throws Exception {
        var log = folder.resolve("talk.log");
        var programs =
                """
                talk: { cmd: "sh -c 'echo hello; exec sleep 1000'", starttime: 0, stdin: pipe, stdout: %s, stderr: none }
                worker: { cmd: sleep 1000, numprocs: 2, starttime: 0, stdout: none, stderr: none }
                off: { cmd: sleep 1000, autostart: false, starttime: 0, stdout: none, stderr: none }
                """
                        .formatted(log);
        try (var rig = Rig.of(folder, programs);
                var server =
                        ControlServer.of(rig.supervisor, rig.host)
                                .listen(TcpPort.of("127.0.0.1", 0))
                                .listen(
                                        TcpPort.of("127.0.0.1", 0)
                                                .withCredentials(new Credentials("ann", "secret")))
                                .open()) {
            Await.until(() -> Files.exists(log) && Files.size(log) == 6);
            // Escapes that XML has not, a carriage return, and half of a character.
            Files.write(log, "\u001B[31mred\0\r\nä".getBytes("UTF-8"), StandardOpenOption.APPEND);
            var open = server.endpoints().getFirst().toString();
            var guarded = server.endpoints().getLast().toString();
            assertThat(
                            Ran.command(
                                    "python3",
                                    "src/test/python/client.py",
                                    open.replace("http://", "http://ann:secret@"),
                                    guarded))
                    .isEqualTo(new Ran(0, "ok\n"));
            assertThat(
                            Ran.command(
                                    "python3",
                                    "src/test/python/client.py",
                                    guarded.replace("http://", "http://ann:secret@")))
                    .as("with credentials")
                    .isEqualTo(new Ran(0, "ok\n"));
        }
    }
}
