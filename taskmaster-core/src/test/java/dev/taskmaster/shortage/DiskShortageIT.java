package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk is full, has no room for one more file, or cannot be written. Needs root, for a disk that
/// is soon full.
@Timeout(120)
class DiskShortageIT {
    @TempDir Path folder;

    private Path configured(String programs) throws IOException {
        return Files.writeString(
                folder.resolve("taskmaster.yml"),
                "taskmaster: { statedir: state }\nprograms:\n" + programs);
    }

    @Test
    void aFullDiskHoldsAProgramAndLosesNoLine() throws Exception {
        try (var disk = SmallDisk.ofMegabytes(8, folder)) {
            var log = disk.folder().resolve("x.log");
            var ballast = Files.write(disk.folder().resolve("ballast"), new byte[7 << 20]);
            configured(
                    """
                      flood:
                        cmd: [sh, -c, '%s']
                        stdout: { file: %s, maxbytes: 400KB, backups: 1000 }
                      calm: { cmd: sleep 1000, starttime: 0 }
                    """
                            .formatted(Lines.FOR_EVER, log));
            try (var other = OtherSupervisor.in(folder)) {
                other.awaits("flood: output is held back, cannot write " + log);
                assertThat(other.does("restart calm")).contains("DONE");
                assertThat(other.count("flood ended")).isZero();

                Files.delete(ballast);
                other.awaits("flood: output goes on");
                other.does("stop flood");
            }
            assertThat(Lines.count(log)).isPositive();
        }
    }

    @Test
    void aLogThatHangsWhileItIsOpenedDelaysNoOtherProgram() throws Exception {
        var log = folder.resolve("x.log");
        configured(
                """
                  stuck:
                    cmd: [sh, -c, 'echo line 1; sleep 1000']
                    starttime: 0
                    stdout: { file: %s }
                  calm: { cmd: sleep 1000, starttime: 0 }
                """
                        .formatted(log));
        var hung = new HungFile(log);
        try (hung;
                var other = OtherSupervisor.in(folder)) {
            for (var starts = 1; starts <= 3; starts++) {
                other.awaits("calm started with pid", starts);
                assertThat(other.does("restart calm")).contains("DONE");
            }
            assertThat(other.count("stuck started with pid")).isZero();
            hung.close();
            other.awaits("stuck started with pid");
            Await.until(() -> Files.readString(log).equals("line 1\n"));
        }
    }

    @Test
    void aJournalThatCannotBeWrittenKeepsNothingFromBeingDoneAndIsWrittenLater() throws Exception {
        try (var disk = SmallDisk.ofMegabytes(1, folder)) {
            var state = Files.createDirectory(disk.folder().resolve("state"));
            Files.createSymbolicLink(folder.resolve("state"), state);
            configured(
                    """
                      web: { cmd: sleep 1000, starttime: 0, stdout: none, stderr: none }
                      later:
                        cmd: sleep 1000
                        autostart: false
                        starttime: 0
                        stdout: { file: %1$s/later.log }
                        stderr: none
                    """
                            .formatted(folder));
            OtherSupervisor killed;
            try (var other = OtherSupervisor.in(folder)) {
                killed = other;
                var ballast = disk.fill();
                assertThat(other.does("restart web")).contains("DONE");
                other.awaits("cannot write the journal");
                assertThat(other.does("start later")).contains("DONE");

                Files.delete(ballast);
                other.awaits("can be written again");
                other.dies();
            }
            try (var next = OtherSupervisor.in(folder)) {
                next.awaits("is still there", 2);
                assertThat(next.count("started with pid")).isZero();
                assertThat(killed.count("web started with pid")).isEqualTo(2);
            }
        }
    }

    @Test
    void aLogFolderThatCannotBeWrittenIsWaitedForAndTheReasonIsToldMeanwhile() throws Exception {
        try (var disk = SmallDisk.ofMegabytes(1, folder)) {
            disk.remount("ro");
            configured(
                    """
                      web:
                        cmd: [sh, -c, 'echo line 1; sleep 1000']
                        starttime: 0
                        startretries: 1000
                        backoff: { initial: 100ms, max: 100ms }
                        stdout: { file: %1$s/x.log }
                      calm: { cmd: sleep 1000, starttime: 0 }
                    """
                            .formatted(disk.folder()));
            try (var other = OtherSupervisor.in(folder)) {
                other.awaits("web backs off");
                assertThat(other.said())
                        .anyMatch(
                                it ->
                                        it.contains("web backs off")
                                                && it.contains("Read-only file system"));
                other.awaits("calm is running");
                disk.remount("rw");
                other.awaits("web is running");
            }
            assertThat(Lines.count(disk.folder().resolve("x.log"))).isEqualTo(1);
        }
    }

    @Test
    void aLogFolderThatVanishesIsWrittenToAgainWhenItIsBack() throws Exception {
        var logs = Files.createDirectory(folder.resolve("logs"));
        configured(
                """
                  flood:
                    cmd: [sh, -c, '%s']
                    stdout: { file: %s/x.log, maxbytes: 100KB, backups: 10000 }
                """
                        .formatted(Lines.FOR_EVER, logs));
        try (var other = OtherSupervisor.in(folder)) {
            Await.until(() -> Files.exists(logs.resolve("x.log.1")));
            var away = Files.move(logs, folder.resolve("away"));
            other.awaits("flood: output is held back");
            Files.move(away, logs);
            other.awaits("flood: output goes on");
            other.does("stop flood");
        }
        assertThat(Lines.count(logs.resolve("x.log"))).isPositive();
    }
}
