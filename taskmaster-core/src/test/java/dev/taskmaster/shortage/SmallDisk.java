package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system that is soon full: a tmpfs. Only root can mount one.
public record SmallDisk(Path folder) implements AutoCloseable {

    public static boolean isPossible() {
        return System.getProperty("user.name").equals("root");
    }

    public static SmallDisk ofMegabytes(int megabytes, Path parent) throws IOException {
        var folder = Files.createDirectory(parent.resolve("small-disk"));
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    /// Fills it to the last byte.
    ///
    /// @return the file that does
    public Path fill() throws IOException {
        var ballast = folder.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessage("No space left on device");
            return ballast;
        }
    }

    /// Mounts it with other options: `ro` while nobody writes to it, and `rw`.
    public void remount(String options) throws IOException {
        run("mount", "-o", "remount," + options, folder.toString());
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
    }

    private static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.onExit().join().exitValue())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
    }
}
