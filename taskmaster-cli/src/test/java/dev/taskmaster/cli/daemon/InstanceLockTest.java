package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class InstanceLockTest {
    @TempDir private Path folder;

    @Test
    void makesTheStateFolderForThisUserAlone() throws IOException {
        var state = folder.resolve("a/b");
        try (var _ = InstanceLock.take(state)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void refusesASecondHolderAndNamesTheFirst() {
        try (var _ = InstanceLock.take(folder)) {
            assertThatThrownBy(() -> InstanceLock.take(folder))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("by pid " + ProcessHandle.current().pid())
                    .hasMessageContaining(folder.resolve("lock").toString());
        }
    }

    /// To close a file that was opened a second time gives the locks of the process back.
    @Test
    void keepsTheLockWhenASecondOneIsRefused() throws IOException {
        try (var _ = InstanceLock.take(folder)) {
            var inode = ":" + Files.getAttribute(folder.resolve("lock"), "unix:ino") + " ";
            assertThat(Files.readString(Path.of("/proc/locks"))).contains(inode);
            assertThatThrownBy(() -> InstanceLock.take(folder))
                    .isInstanceOf(CannotRunException.class);
            assertThat(Files.readString(Path.of("/proc/locks"))).contains(inode);
        }
    }

    @Test
    void canBeTakenAgainWhenItIsGivenBack() {
        InstanceLock.take(folder).close();
        InstanceLock.take(folder).close();
    }

    @Test
    void writesThroughNoLink() throws IOException {
        var precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(folder.resolve("lock"), precious);
        assertThatThrownBy(() -> InstanceLock.take(folder)).isInstanceOf(CannotRunException.class);
        assertThat(precious).hasContent("precious");
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> InstanceLock.take(file.resolve("state")))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("state folder " + file.resolve("state"))
                .hasMessageContaining("statedir");
    }
}
