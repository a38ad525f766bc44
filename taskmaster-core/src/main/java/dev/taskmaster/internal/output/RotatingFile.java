package dev.taskmaster.internal.output;

import dev.taskmaster.spec.Rotation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// A log file that is appended to and, when it has reached its size, put aside as in supervisord:
/// `x.log` becomes `x.log.1`, that becomes `x.log.2`, and so on.
///
/// It is put aside after the first line that ends at or beyond the limit. So no line is torn, and a
/// file is larger than its limit by less than one line; only a line that goes on for more than
/// [#LINE_BYTES_MAX] bytes beyond the limit is split.
///
/// Others may truncate the file at any time (logrotate's `copytruncate`), and append to it, though
/// not while bytes come from pipes: see [NativeFile]. Where others rename or remove it, bytes go to
/// the file of the old name until [#reopen], or until it is put aside. Backups beyond the number
/// that is kept, left from an earlier configuration, are not touched. What is not a regular file,
/// such as `/dev/stdout` on a terminal, is never put aside.
///
/// For one thread at a time.
public final class RotatingFile implements Closeable {
    /// How far a file may exceed its limit for the sake of a line, in bytes.
    static final int LINE_BYTES_MAX = 64 << 10;

    private static final System.Logger LOG = System.getLogger("dev.taskmaster.output");

    /// Of x86-64 and, most often, aarch64.
    private static final int PAGE_BYTES = 4096;

    private static final int TYPE_OF_FILE = 0170000; // S_IFMT, man 7 inode
    private static final int NAMED_PIPE = 0010000; // S_IFIFO

    private final Path path;
    private final OpenFile.Opening opening;
    private Rotation rotation;
    private OpenFile file;
    private boolean isRegular;

    /// What the file's size should be, unless somebody else changed it.
    private long size;

    /// From this size on it is put aside at the end of a line.
    private long rotateAt;

    /// At this size it is put aside even within a line.
    private long splitAt;

    /// The byte that was written last; -1 if nobody has looked at it.
    private int lastByte = '\n';

    private RotatingFile(Path path, OpenFile.Opening opening, Rotation rotation)
            throws IOException {
        this.path = path;
        this.opening = opening;
        this.rotation = rotation;
        openFile();
    }

    /// Opens a file for appending; creates it, with the rights that the umask leaves, if there is
    /// none. Where the path is a symbolic link, the file it points to is the one that is put aside.
    ///
    /// @throws IOException if it cannot be opened, with a message for people
    public static RotatingFile open(Path path, Rotation rotation) throws IOException {
        return open(path, OpenFile.Opening.here(), rotation);
    }

    static RotatingFile open(Path path, OpenFile.Opening opening, Rotation rotation)
            throws IOException {
        return new RotatingFile(real(path), opening, rotation);
    }

    /// {@return the path without symbolic links, the same for all names of one file}
    ///
    /// @throws IOException if its folder does not exist or cannot be entered
    public static Path real(Path path) throws IOException {
        var absolute = path.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (NoSuchFileException e) {
            return realFolder(absolute).resolve(absolute.getFileName());
        } catch (FileSystemException e) {
            throw explained(absolute, e);
        }
    }

    private static Path realFolder(Path path) throws IOException {
        try {
            return path.getParent().toRealPath();
        } catch (FileSystemException e) {
            throw explained(path, e);
        }
    }

    /// Appends bytes. What cannot be written now stays in the buffer; more may be possible later.
    ///
    /// @param bytes written from their position on; a direct buffer is not copied
    /// @return why not all could be written; empty if all were
    public Optional<String> write(ByteBuffer bytes) {
        return write(new BufferSource(bytes), bytes.remaining());
    }

    /// Appends bytes. What cannot be written now stays in the source.
    ///
    /// @param count how many of them
    /// @return why not all could be written; empty if all were, or the source had no more
    Optional<String> write(Source source, int count) {
        var rest = source.remaining() - count;
        var interrupted = false;
        try {
            while (true) {
                // A thread that is interrupted while it uses a channel closes it.
                interrupted |= Thread.interrupted();
                try {
                    writeDownTo(rest, source);
                    return Optional.empty();
                } catch (ClosedByInterruptException e) {
                    // What was written has left the source; for the rest the file is opened again.
                } catch (IOException e) {
                    return Optional.of(reason(e));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeDownTo(int rest, Source source) throws IOException {
        while (source.remaining() > rest) {
            if (!file.isOpen()) {
                openFile();
            }
            if (size >= rotateAt - (source.remaining() - rest)) {
                measure();
            }
            move(source, untilRotation(source, source.remaining() - rest));
            if (size >= rotateAt && (lastByte == '\n' || size >= splitAt)) {
                rotate();
            }
        }
    }

    /// How many of these bytes belong into the file before it is put aside; all, if it is not.
    private int untilRotation(Source source, int count) {
        // With `enough` bytes the file is large enough, with `tooMany` it must not wait any longer.
        var enough = Math.max(1, rotateAt - size);
        if (enough > count) {
            return count;
        }
        var tooMany = Math.max(enough, splitAt - size);
        var line = source.lineEnd(enough);
        return (int)
                Math.min(
                        Math.min(count, source.remaining()),
                        line < 0 ? tooMany : Math.min(line, tooMany));
    }

    private void move(Source source, int count) throws IOException {
        for (var left = count; left > 0; ) {
            var moved = source.moveTo(file, left);
            if (moved == 0) {
                return;
            }
            size += moved;
            left -= moved;
            lastByte = source.lastMoved();
        }
    }

    /// {@return how many bytes fit into the page of the file that is written next}
    int untilPage() {
        return (int) (PAGE_BYTES - size % PAGE_BYTES);
    }

    /// {@return whether what was written last is the end of a line}
    boolean endsLine() {
        if (lastByte < 0) {
            lastByte = lastByteOfFile();
        }
        return lastByte == '\n';
    }

    private int lastByteOfFile() {
        try (var reading = Files.newByteChannel(path)) {
            var last = ByteBuffer.allocate(1);
            reading.position(Math.max(0, reading.size() - 1)).read(last);
            return last.get(0);
        } catch (IOException e) {
            // A line end too many is the lesser evil.
            return 0;
        }
    }

    /// Asks for the size, since others may have changed it. Not before it matters: that saves a
    /// system call for nearly every write.
    private void measure() throws IOException {
        var actual = file.size();
        if (actual != size) {
            size = actual;
            splitAt = splitAt();
        }
    }

    private void rotate() {
        try {
            if (rotation.backups() == 0) {
                file.truncate();
            } else {
                shift();
                file.close();
            }
        } catch (IOException e) {
            // Better a file that is too large than a process that waits.
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "cannot rotate %s, going on with it: %s".formatted(path, reason(e)));
            rotateAt = size + rotation.maxBytes();
            splitAt = splitAt();
            return;
        }
        try {
            openFile();
        } catch (IOException e) {
            // The next write tries again, and says why if it fails.
            closeFile();
        }
    }

    /// Renames the file and its backups, up to the first number that is free.
    private void shift() throws IOException {
        var last = 1;
        while (last < rotation.backups() && Files.exists(backup(last), LinkOption.NOFOLLOW_LINKS)) {
            last++;
        }
        // Not left to the rename: for the sake of whoever saves a file by that, ext4 first writes
        // to the disk what is to replace another.
        Files.deleteIfExists(backup(last));
        for (var number = last; number > 0; number--) {
            try {
                Files.move(backup(number - 1), backup(number), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // Somebody else took it away.
            }
        }
    }

    private Path backup(int number) {
        return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
    }

    /// Changes when it is put aside, from the next write on.
    public void configure(Rotation rotation) {
        this.rotation = rotation;
        limit();
    }

    private void limit() {
        rotateAt = isRegular ? rotation.maxBytes() : Long.MAX_VALUE;
        splitAt = splitAt();
    }

    /// Opens the file of this name anew, after somebody renamed or removed it.
    ///
    /// @throws IOException if it cannot be opened, with a message for people; the old one stays
    ///   open
    public void reopen() throws IOException {
        openFile();
    }

    /// Closes it. Writing again would open it again.
    @Override
    public void close() {
        closeFile();
    }

    private void openFile() throws IOException {
        try {
            if (isNamedPipe()) {
                throw new FileSystemException(path.toString(), null, "is a named pipe, not a file");
            }
            var opened = opening.open(path);
            if (file != null) {
                closeFile();
            }
            file = opened;
            // What has been moved away since it was opened was no device.
            isRegular = Files.isRegularFile(path) || Files.notExists(path);
            size = file.size();
            limit();
        } catch (FileSystemException e) {
            throw explained(path, e);
        }
    }

    /// Opening a named pipe would wait for a reader, maybe for ever.
    private boolean isNamedPipe() throws IOException {
        return Files.exists(path)
                && ((int) Files.getAttribute(path, "unix:mode") & TYPE_OF_FILE) == NAMED_PIPE;
    }

    private long splitAt() {
        var start = Math.max(rotateAt, size);
        return start + Math.min(LINE_BYTES_MAX, Long.MAX_VALUE - start);
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is buffered here, so nothing is lost; close(2) frees the descriptor anyway.
            LOG.log(System.Logger.Level.DEBUG, () -> "closing " + path + ": " + reason(e));
        }
    }

    private static IOException explained(Path path, FileSystemException e) {
        return new IOException(
                switch (e) {
                    case NoSuchFileException _ -> "no such folder: " + path.getParent();
                    case AccessDeniedException _ -> "permission denied: " + path;
                    default -> path + ": " + reason(e);
                },
                e);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }
}
