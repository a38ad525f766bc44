package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// There is little memory, or much output.
@Timeout(120)
class MemoryShortageIT {
    private static final long FLOOD_BYTES = 1L << 29;

    @TempDir Path folder;

    private void configured(String programs) throws IOException {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                "taskmaster: { statedir: state }\nprograms:\n" + programs);
    }

    @Test
    void aFloodTakesNoMemoryHoweverLongItsLinesAre() throws Exception {
        configured(
                """
                  lines:
                    cmd: [sh, -c, 'yes "a line of some length" | head -c %1$d']
                    autostart: false
                    starttime: 0
                    stdout: { file: %2$s/lines.log, maxbytes: 10MB, backups: 2 }
                  endless:
                    cmd: [sh, -c, 'head -c %1$d /dev/zero']
                    autostart: false
                    starttime: 0
                    stdout: { file: %2$s/endless.log, maxbytes: 10MB, backups: 2 }
                  small:
                    cmd: [sh, -c, 'head -c 10000000 /dev/zero; yes "a line" | head -c 10000000']
                    starttime: 0
                    stdout: { file: %2$s/small.log, maxbytes: 1MB, backups: 2 }
                """
                        .formatted(FLOOD_BYTES, folder));
        try (var other = OtherSupervisor.in(folder, "-Xmx32m")) {
            other.awaits("small exited");
            var before = other.bytes("VmHWM");
            other.tell("start lines");
            other.tell("start endless");
            other.awaits("lines exited (exit status 0");
            other.awaits("endless exited (exit status 0");
            assertThat(other.bytes("VmHWM") - before).as("growth").isLessThan(16 << 20);
        }
    }

    @Test
    void aHeapThatIsNearlyFullIsEnough() throws Exception {
        configured(
                """
                  flood:
                    cmd: [sh, -c, '%s']
                    stdout: { file: %s/x.log, maxbytes: 100KB, backups: 10000 }
                  mortal: { cmd: sleep 0.05, numprocs: 10, starttime: 0, autorestart: always,
                            backoff: { initial: 50ms, max: 50ms } }
                """
                        .formatted(Lines.FOR_EVER, folder));
        try (var other = OtherSupervisor.in(folder, "-Xmx32m")) {
            other.awaits("mortal:mortal_00 ended");
            other.does("fill " + (2 << 20));
            var deaths = other.count("ended");
            Await.until(() -> other.count("ended") > deaths + 100);
            assertThat(other.does("restart flood")).contains("DONE");
            other.does("stop all");
            assertThat(other.said()).noneMatch(it -> it.contains("OutOfMemoryError"));
        }
        assertThat(folder.resolve("x.log")).isNotEmptyFile();
    }

    @Test
    void whenTheHeapIsFullTheSupervisorEndsAndTheNextOneGoesOn() throws Exception {
        configured(
                """
                  flood:
                    cmd: [sh, -c, '%s']
                    stdout: { file: %s/x.log, maxbytes: 100KB, backups: 10000 }
                """
                        .formatted(Lines.FOR_EVER, folder));
        try (var other = OtherSupervisor.in(folder, "-Xmx32m", "-XX:+ExitOnOutOfMemoryError")) {
            Await.until(() -> Files.exists(folder.resolve("x.log.1")));
            other.tell("fill -1000000");
            other.awaitsDeath();
            assertThat(other.jvm().exitValue()).isEqualTo(3);
        }
        try (var next = OtherSupervisor.in(folder)) {
            next.awaits("flood is still there");
            next.does("stop flood");
        }
        assertThat(Lines.count(folder.resolve("x.log"))).isPositive();
    }
}
