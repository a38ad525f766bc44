package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// The supervisor does not get to run for a while: SIGSTOP, a suspended machine, a debugger.
@Timeout(120)
class StandstillIT {
    @TempDir Path folder;

    @Test
    void whatHappenedMeanwhileIsMadeUpFor() throws Exception {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state }
                programs:
                  flood:
                    cmd: [sh, -c, '%1$s']
                    stdout: { file: %2$s/x.log, maxbytes: 100KB, backups: 10000 }
                  mortal:
                    cmd: [sh, -c, 'while ! [ -e %2$s/die ]; do sleep 0.05; done; echo last; exit 7']
                    starttime: 0
                    autorestart: never
                    stdout: { file: %2$s/mortal.log }
                  stubborn:
                    cmd: [sh, -c, 'trap "" TERM; touch %2$s/deaf; while :; do sleep 0.05; done']
                    starttime: 0
                    stoptime: 1
                """
                        .formatted(Lines.FOR_EVER, folder));
        try (var other = OtherSupervisor.in(folder)) {
            Await.until(() -> Files.exists(folder.resolve("deaf")));
            Await.until(() -> Files.exists(folder.resolve("x.log.1")));
            other.tell("stop stubborn");
            other.awaits("stubborn is asked to stop");

            other.signal("STOP");
            var mortal = other.pidOf("mortal");
            Files.createFile(folder.resolve("die"));
            Await.until(() -> isZombie(mortal));
            other.signal("CONT");

            other.awaits("mortal exited (exit status 7");
            other.awaits("stubborn did not stop in time");
            assertThat(other.does("stop flood")).contains("DONE");
            assertThat(other.count("stubborn is asked to stop")).isOne();
        }
        assertThat(folder.resolve("mortal.log")).hasContent("last\n");
        assertThat(Lines.count(folder.resolve("x.log"))).isPositive();
    }

    private static boolean isZombie(long pid) throws Exception {
        return Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    }
}
