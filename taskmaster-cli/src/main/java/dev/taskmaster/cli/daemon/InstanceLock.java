package dev.taskmaster.cli.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to supervise: one process at a time has it for a state folder.
///
/// It is a lock on the file `lock` in that folder. The kernel takes it back when the process ends,
/// however it ends, so a lock is never left behind. The file holds the process id of the holder,
/// and stays when the lock is given back: to remove it could remove another's.
public final class InstanceLock implements AutoCloseable {
    /// The lock files that this JVM holds. The kernel counts locks by process: to open and close
    /// such a file once more would give its lock back (`man 2 fcntl`), so that must not happen.
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Object key;

    private InstanceLock(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /// Takes the lock; creates the folder, for this user alone, if there is none.
    ///
    /// @throws CannotRunException if another process has it, or the folder cannot be written
    public static InstanceLock take(Path stateDir) {
        try {
            if (!Files.isDirectory(stateDir)) {
                Files.createDirectories(
                        stateDir,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            var objection = TrustedOwners.current().objection(stateDir);
            if (objection.isPresent()) {
                throw unusable(stateDir, objection.get());
            }
            return take(stateDir, stateDir.resolve("lock"));
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(stateDir, reason(e));
        }
    }

    private static CannotRunException unusable(Path stateDir, String reason) {
        return new CannotRunException(
                "the state folder %s cannot be used: %s; name another with 'statedir' in the section 'taskmaster'"
                        .formatted(stateDir, reason));
    }

    private static InstanceLock take(Path stateDir, Path file) throws IOException {
        // Its name may be a link.
        var key = stateDir.toRealPath();
        if (!HELD.add(key)) {
            throw isSupervised(Long.toString(ProcessHandle.current().pid()), file);
        }
        var taken = false;
        try {
            var lock = lock(file, key);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(key);
            }
        }
    }

    private static CannotRunException isSupervised(String pid, Path file) {
        return new CannotRunException(
                "this configuration is supervised already, by pid %s (lock %s)"
                        .formatted(pid.isEmpty() ? "unknown" : pid, file));
    }

    private static InstanceLock lock(Path file, Object key) throws IOException {
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        if (channel.tryLock() == null) {
            var pid = new String(read(channel), StandardCharsets.UTF_8).strip();
            channel.close();
            throw isSupervised(pid, file);
        }
        write(channel, ProcessHandle.current().pid() + "\n");
        return new InstanceLock(channel, key);
    }

    private static byte[] read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /// Gives the lock back.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The kernel takes the lock back with the process at the latest.
            System.getLogger(InstanceLock.class.getPackageName())
                    .log(System.Logger.Level.DEBUG, "closing the lock failed", e);
        } finally {
            HELD.remove(key);
        }
    }
}
