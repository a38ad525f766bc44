package dev.taskmaster.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system that is soon full: a tmpfs. Only root can mount one.
record SmallDisk(Path folder) implements AutoCloseable {

    static boolean isPossible() {
        return System.getProperty("user.name").equals("root");
    }

    static SmallDisk ofMegabytes(int megabytes, Path parent) throws IOException {
        var folder = Files.createDirectory(parent.resolve("small-disk"));
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
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
