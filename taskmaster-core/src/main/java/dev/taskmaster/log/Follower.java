package dev.taskmaster.log;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.taskmaster.internal.output.RotatingFile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;

/// Follows one log file, on a thread of its own. See [LogFile#follow].
///
/// It keeps the file it reads open, whatever becomes of its name, and knows files by their inode.
/// Rotation only ever moves a file to a higher number; so where it finds its own file under a name
/// with a number, the one that came after it is under the next lower number.
final class Follower implements Closeable {
    private static final System.Logger LOG = System.getLogger("dev.taskmaster.log");

    /// While files are being renamed one number is missing at any moment.
    private static final int MISSING_NUMBERS_MAX = 2;

    private final Path path;
    private final Consumer<ByteBuffer> reader;
    private final Runnable emptied;
    private final WatchService changes;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private Source source; // null until there is a file
    private long position;
    private volatile boolean isClosed;

    private Follower(
            Path path, Consumer<ByteBuffer> reader, Runnable emptied, WatchService changes) {
        this.path = path;
        this.reader = reader;
        this.emptied = emptied;
        this.changes = changes;
    }

    /// An open file and what identifies it.
    private record Source(FileChannel file, Object key) {}

    static Closeable start(Path path, long bytes, Consumer<ByteBuffer> reader, Runnable emptied)
            throws IOException {
        Objects.requireNonNull(reader);
        Objects.requireNonNull(emptied);
        var real = RotatingFile.real(path);
        var follower = new Follower(real, reader, emptied, real.getFileSystem().newWatchService());
        try {
            follower.begin(bytes);
        } catch (IOException e) {
            follower.close();
            throw e;
        }
        Thread.ofPlatform()
                .daemon()
                .name("taskmaster-follow-" + real.getFileName())
                .start(follower::run);
        return follower;
    }

    /// Watches before it looks, so that nothing can happen unseen in between.
    private void begin(long bytes) throws IOException {
        path.getParent().register(changes, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        source = open(path);
        if (source != null) {
            var size = source.file().size();
            position = size - Math.clamp(bytes, 0, size);
        }
    }

    private void run() {
        try {
            do {
                catchUp();
            } while (hearsOfChange());
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // It was closed.
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no longer following " + path, e);
        } finally {
            close();
            closeSource();
        }
    }

    /// Waits.
    ///
    /// @return whether there is any use in going on: not when the folder is gone
    private boolean hearsOfChange() throws InterruptedException {
        while (true) {
            var key = changes.take();
            var concernsUs =
                    key.pollEvents().stream()
                            .anyMatch(
                                    change ->
                                            change.kind() == OVERFLOW
                                                    || isOurs((Path) change.context()));
            if (!key.reset()) {
                return false;
            }
            if (concernsUs) {
                return true;
            }
        }
    }

    /// Also `x.log.1`: what was renamed may still be written to.
    private boolean isOurs(Path name) {
        return name.toString().startsWith(path.getFileName().toString());
    }

    private void catchUp() throws IOException {
        if (source == null) {
            source = open(path);
        }
        if (source != null) {
            do {
                readOn();
            } while (!isClosed && movesOn());
        }
    }

    private void readOn() throws IOException {
        if (source.file().size() < position) {
            position = 0;
            emptied.run();
        }
        while (!isClosed && source.file().read(buffer.clear(), position) > 0) {
            position += buffer.position();
            reader.accept(buffer.flip());
        }
    }

    /// Goes on to the file that came after this one, if there is one.
    ///
    /// @return whether there may be more to do at once
    private boolean movesOn() throws IOException {
        var number = numberOf(source);
        if (number == 0) {
            return false;
        }
        // Where the file cannot be found, it was deleted, or renamed in a way we do not know; what
        // came next cannot be known either, so go on with what is there now.
        var nextNumber = Math.max(number, 1) - 1;
        while (nextNumber > 0 && key(backup(nextNumber)) == null) {
            nextNumber--;
        }
        var next = open(backup(nextNumber));
        if (next == null) {
            return false;
        }
        // While we looked, files may have been renamed once more.
        var isNext = number < 0 || number == numberOf(source);
        for (var between = nextNumber + 1; between < number; between++) {
            isNext &= key(backup(between)) == null;
        }
        if (!isNext) {
            next.file().close();
            return true;
        }
        if (nextNumber == 0 && next.file().size() == 0) {
            // Made by logrotate, it may be: its writer goes on with the old one until it reopens.
            next.file().close();
            return false;
        }
        readOn();
        closeSource();
        source = next;
        position = 0;
        return true;
    }

    /// {@return under which number the file is found now, 0 for the name without one, -1 if it is
    /// not}
    private int numberOf(Source source) throws IOException {
        // Once more where it was not found: a number can be missing when we look for it and again,
        // by another rotation, when we look for the next one.
        for (var attempt = 0; attempt < 3; attempt++) {
            var missing = 0;
            for (var number = 0; missing <= MISSING_NUMBERS_MAX; number++) {
                var key = key(backup(number));
                if (source.key().equals(key)) {
                    return number;
                }
                missing = key == null ? missing + 1 : 0;
            }
        }
        return -1;
    }

    private Path backup(int number) {
        return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
    }

    /// {@return the file that has this name, or null if there is none}
    private static Source open(Path path) throws IOException {
        while (true) {
            var key = key(path);
            if (key == null) {
                return null;
            }
            try {
                var file = FileChannel.open(path);
                if (key.equals(key(path))) {
                    return new Source(file, key);
                }
                file.close(); // another one by now
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    private static Object key(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.fileKey() : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void closeSource() {
        try {
            if (source != null) {
                source.file().close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing " + path, e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            changes.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "no longer watching " + path, e);
        }
    }
}
