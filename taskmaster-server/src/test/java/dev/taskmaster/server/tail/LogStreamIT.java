package dev.taskmaster.server.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.log.LogFile;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

class LogStreamIT {
    @TempDir private Path folder;

    @Test
    void saysThatTheLogWasTruncated() throws Exception {
        var log = Files.writeString(folder.resolve("log"), "much that is old\n");
        var sent = new StringBuffer();
        var file = new LogFile(log);
        var stream = new LogStream(file, file.place(4));
        var client = Thread.startVirtualThread(() -> send(stream, sent));
        Await.until(() -> sent.toString().equals("old\n"));

        Files.writeString(log, "");
        Await.until(() -> sent.toString().endsWith("==> File truncated <==\n"));
        Files.writeString(log, "new\n", StandardOpenOption.APPEND);

        Await.until(() -> sent.toString().endsWith("new\n"));
        assertThat(sent).hasToString("old\n==> File truncated <==\nnew\n");
        client.interrupt();
        client.join();
    }

    private static void send(LogStream stream, StringBuffer sent) {
        try {
            stream.writeTo(bytes -> sent.append(StandardCharsets.UTF_8.decode(bytes)));
        } catch (IOException e) {
            sent.append(e);
        } catch (InterruptedException e) {
            // The client is gone.
        }
    }
}
