package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.output.OutputSinks;
import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Output that goes from pipe to log, where there is no log to go to for a while.
class HeldOutputIT {
    @TempDir Path folder;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final OutputSinks.Observer observer =
            new OutputSinks.Observer() {
                @Override
                public void held(String reason) {
                    told.add("held: " + reason);
                }

                @Override
                public void resumed() {
                    told.add("resumed");
                }
            };

    @Test
    void staysInThePipeUntilItCanBeWritten() throws Exception {
        var inner = Files.createDirectory(folder.resolve("inner"));
        var log = inner.resolve("x.log");
        var sink = new OutputSinks().open(log, new Rotation(2, 5), observer);
        Files.move(inner, folder.resolve("moved"));
        var observed = new Observed();
        try (var launcher = new PosixLauncher()) {
            var script = "echo 1; echo 2; echo 3";
            launcher.launch(Launch.of("sh", "-c", script).stdout(sink).request("web"), observed);
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("held: no such folder: " + inner);
            Files.createDirectory(inner);
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("resumed");
            observed.process().release();
        }
        assertThat(folder.resolve("moved/x.log")).hasContent("1\n");
        assertThat(inner.resolve("x.log.2")).hasContent("2\n");
        assertThat(inner.resolve("x.log.1")).hasContent("3\n");
        assertThat(told).isEmpty();
    }
}
