package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.UnixSocket;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The file of a unix socket that is being listened on.
///
/// There is no moment at which more may connect than should: the socket is made in a folder that
/// only its owner can enter, and gets its place, by link(2), when mode and owner are right. link(2)
/// does not replace what is there, so a socket that is in use is never taken away.
final class UnixSocketFile implements Closeable {
    /// `sun_path` has 108 bytes, the last of which is NUL (`man 7 unix`).
    private static final int PATH_BYTES_MAX = 107;

    private final Path path;
    private final Object identity;
    private final ServerSocketChannel channel;

    private UnixSocketFile(Path path, Object identity, ServerSocketChannel channel) {
        this.path = path;
        this.identity = identity;
        this.channel = channel;
    }

    /// Makes the socket and listens on it. A socket that nobody listens on is replaced.
    ///
    /// @throws BindException if somebody listens on it, or something else has its place
    /// @throws IOException if it cannot be made; the message says where and why
    static UnixSocketFile bind(UnixSocket socket, int backlog) throws IOException {
        var path = socket.path();
        var folder = path.getParent();
        var made = folder.resolve(".%06x".formatted(random())).resolve("s");
        var longest = Math.max(bytes(path), bytes(made));
        if (longest > PATH_BYTES_MAX) {
            throw new BindException(
                    "%s: the path is too long for a socket, by %d bytes"
                            .formatted(path, longest - PATH_BYTES_MAX));
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.createDirectory(
                    made.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            try {
                channel.bind(UnixDomainSocketAddress.of(made), backlog);
                assign(made, socket);
                var identity = identity(made);
                putInPlace(made, path);
                return new UnixSocketFile(path, identity, channel);
            } finally {
                Files.deleteIfExists(made);
                Files.deleteIfExists(made.getParent());
            }
        } catch (NoSuchFileException e) {
            channel.close();
            throw new IOException(path + ": there is no folder " + folder, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static int random() {
        return ThreadLocalRandom.current().nextInt(1 << 24);
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void assign(Path file, UnixSocket socket) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var names = file.getFileSystem().getUserPrincipalLookupService();
        try {
            if (socket.group().isPresent()) {
                view.setGroup(names.lookupPrincipalByGroupName(socket.group().get()));
            }
            if (socket.owner().isPresent()) {
                view.setOwner(names.lookupPrincipalByName(socket.owner().get()));
            }
        } catch (IOException e) {
            throw new IOException(
                    "%s: cannot be given to %s:%s: %s"
                            .formatted(
                                    socket.path(),
                                    socket.owner().orElse(""),
                                    socket.group().orElse(""),
                                    e),
                    e);
        }
        view.setPermissions(permissions(socket.mode()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (var permission : PosixFilePermission.values()) {
            // They are declared from the owner's read, 0400, to the others' execute, 01.
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    private static void putInPlace(Path made, Path path) throws IOException {
        while (true) {
            try {
                Files.createLink(path, made);
                return;
            } catch (FileAlreadyExistsException e) {
                removeIfStale(path);
            }
        }
    }

    private static void removeIfStale(Path path) throws IOException {
        try {
            var attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isOther()) {
                throw new BindException(path + ": there is a file that is no socket; remove it");
            }
            if (isListenedOn(path)) {
                throw new BindException(path + ": another program is listening there already");
            }
            Files.delete(path);
        } catch (NoSuchFileException e) {
            // Somebody else has removed it.
        }
    }

    private static boolean isListenedOn(Path path) {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false; // refused
        } catch (IOException e) {
            return true; // for example: whoever listens is too busy to accept
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /// Ends the listening and removes the file, unless another has its place by now.
    @Override
    public void close() throws IOException {
        try {
            if (Objects.equals(identity, identity(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody else has removed it.
        }
        channel.close();
    }
}
