package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Tap;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Output that is no text, or has no lines.
@Timeout(60)
class OddOutputIT {
    private static final int ROTATED_BYTES = 300_000;

    @TempDir Path folder;

    @Test
    void anyBytesAreLoggedAsTheyAre() throws Exception {
        var bytes = new byte[5 << 20];
        new Random(7).nextBytes(bytes);
        logsAsItIs(bytes);
    }

    @Test
    void linesOfAMegabyteAreLoggedAsTheyAre() throws Exception {
        var bytes = new byte[(4 << 20) + 5]; // The last line does not end.
        Arrays.fill(bytes, (byte) 'x');
        for (var end = 1 << 20; end < bytes.length; end += 1 << 20) {
            bytes[end] = '\n';
        }
        logsAsItIs(bytes);
    }

    private void logsAsItIs(byte[] bytes) throws Exception {
        var source = Files.write(folder.resolve("source"), bytes);
        var log = folder.resolve("x.log");
        var tapped = folder.resolve("tapped.log");
        var rotation = new Rotation(ROTATED_BYTES, 100);
        var tap = new Tap(false, true, 0, false);
        try (var supervisor = Supervisor.create()) {
            supervisor.apply(
                    List.of(
                            copying("plain", source)
                                    .stdout(new Output.Rotated(log, rotation))
                                    .build(),
                            copying("tapped", source)
                                    .stdout(
                                            new Output.Tapped(
                                                    new Output.Rotated(tapped, rotation), tap))
                                    .build()));
            Await.until(
                    () ->
                            supervisor.status().size() == 2
                                    && supervisor.status().stream()
                                            .allMatch(it -> it.state() == ProcessState.EXITED));
        }
        assertThat(whole(log)).isEqualTo(bytes);
        assertThat(whole(tapped)).isEqualTo(bytes);
    }

    private static ProgramSpec.Builder copying(String name, Path source) {
        return ProgramSpec.named(name)
                .cmd("cat", source.toString())
                .startTime(Duration.ZERO)
                .autorestart(Autorestart.NEVER);
    }

    private static byte[] whole(Path log) throws IOException {
        var whole = new ByteArrayOutputStream();
        for (var file : Lines.oldestFirst(log)) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(ROTATED_BYTES + (64 << 10));
            Files.copy(file, whole);
        }
        return whole.toByteArray();
    }
}
