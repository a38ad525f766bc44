package dev.taskmaster.internal.output;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file as the C library opens it, which can take bytes straight from a pipe.
///
/// It is not opened with `O_APPEND`, as `splice` refuses that: what comes from a buffer is appended
/// all the same, what comes from a pipe goes to where the end was a moment before. So others may
/// truncate the file at any time, but if they append to it while a pipe does, bytes may be lost.
final class NativeFile implements OpenFile {
    private static final int MODE = 0666;
    private static final int COPIED_BYTES_MAX = 64 << 10;

    private final int fd;
    private final boolean isRegular;
    private boolean takesPipes;
    private boolean isOpen = true;

    private NativeFile(int fd, boolean isRegular) {
        this.fd = fd;
        this.isRegular = isRegular;
        takesPipes = isRegular;
    }

    static NativeFile open(Path path) throws IOException {
        var flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_CLOEXEC | Libc.O_NOCTTY;
        var fd = Libc.open(path.toString(), flags, MODE);
        if (fd < 0) {
            throw switch (-fd) {
                case Errno.ENOENT -> new NoSuchFileException(path.toString());
                case Errno.EACCES -> new AccessDeniedException(path.toString());
                default ->
                        new FileSystemException(path.toString(), null, Errno.strerrordesc_np(-fd));
            };
        }
        return new NativeFile(fd, Files.isRegularFile(path));
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public long size() throws IOException {
        var end = Libc.lseek(fd, 0, Libc.SEEK_END);
        // A terminal or a pipe has no size.
        return end == -Errno.ESPIPE ? 0 : checked(end);
    }

    @Override
    public int write(ByteBuffer bytes, int count) throws IOException {
        var size = bytes.isDirect() ? count : Math.min(count, COPIED_BYTES_MAX);
        var piece = bytes.slice(bytes.position(), size);
        int written;
        do {
            written = isRegular ? Libc.append(fd, piece) : Libc.write(fd, piece);
        } while (written == -Errno.EINTR);
        checked(written);
        bytes.position(bytes.position() + written);
        return written;
    }

    @Override
    public int splice(int pipe, int count) throws IOException {
        while (takesPipes) {
            size(); // goes to the end
            var result = Libc.splice(pipe, fd, count, Libc.SPLICE_F_MOVE | Libc.SPLICE_F_NONBLOCK);
            switch (-result) {
                case Errno.EINTR -> {}
                case Errno.EINVAL -> takesPipes = false; // not by every file system
                case Errno.EAGAIN -> {
                    return 0;
                }
                default -> {
                    return (int) checked(result);
                }
            }
        }
        return -1;
    }

    @Override
    public void truncate() throws IOException {
        checked(Libc.ftruncate(fd, 0));
    }

    private static long checked(long result) throws IOException {
        if (result < 0) {
            throw new IOException(Errno.strerrordesc_np((int) -result));
        }
        return result;
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            Libc.close(fd);
        }
    }
}
