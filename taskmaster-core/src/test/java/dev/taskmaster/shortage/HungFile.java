package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.libc.Libc;

import java.nio.file.Path;

/// A file that whoever opens it hangs in, as on a disk that does not answer: a lease that its
/// holder does not give back (`man 2 fcntl`). After 45 s the kernel takes it.
final class HungFile implements AutoCloseable {
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final int F_WRLCK = 1;

    /// Nobody minds it.
    private static final int SIGURG = 23;

    private int fd;

    HungFile(Path path) {
        fd = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, 0644);
        assertThat(fd).isNotNegative();
        assertThat(Libc.fcntl(fd, F_SETSIG, SIGURG)).isZero();
        assertThat(Libc.fcntl(fd, F_SETLEASE, F_WRLCK)).isZero();
    }

    /// Whoever waits goes on.
    @Override
    public void close() {
        Libc.close(fd);
        fd = -1;
    }
}
