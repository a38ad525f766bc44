package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PidfileTest {
    private static final String OURS = ProcessHandle.current().pid() + "\n";

    @TempDir private Path folder;

    @Test
    void isThereWhileItIsOpen() {
        var path = folder.resolve("pid");
        try (var _ = Pidfile.write(path)) {
            assertThat(path).hasContent(OURS);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void anothersIsLeftAlone() throws IOException {
        var path = folder.resolve("pid");
        try (var _ = Pidfile.write(path)) {
            Files.writeString(path, "1\n");
        }
        assertThat(path).hasContent("1\n");
    }

    @Test
    void aFullDiskIsNoReasonNotToRun() throws IOException {
        var path = Files.createSymbolicLink(folder.resolve("pid"), Path.of("/dev/full"));
        try (var pidfile = Pidfile.write(path)) {
            assertThat(pidfile.text()).isEmpty();
        }
        assertThat(path).isSymbolicLink();
    }
}
