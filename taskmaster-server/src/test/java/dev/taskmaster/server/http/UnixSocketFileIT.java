package dev.taskmaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.server.endpoint.UnixSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

class UnixSocketFileIT {
    @TempDir Path folder;

    @Test
    void isForItsOwnerAloneByDefault() throws IOException {
        var path = folder.resolve("s");
        try (var file = UnixSocketFile.bind(UnixSocket.at(path), 1)) {
            assertThat(mode(path)).isEqualTo("rw-------");
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            assertThat(file.channel().accept()).isNotNull();
            assertThat(Files.list(folder)).as("nothing else is left").containsExactly(path);
        }
    }

    @Test
    void hasTheModeItIsGiven() throws IOException {
        for (var mode : new int[] {0777, 0770, 0640, 0}) {
            var path = folder.resolve("s");
            try (var _ = UnixSocketFile.bind(UnixSocket.at(path).withMode(mode), 1)) {
                assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(mode);
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void isGivenToItsOwner() throws IOException {
        var path = folder.resolve("s");
        var me = Files.getOwner(folder).getName();
        var socket =
                new UnixSocket(path, 0660, Optional.of(me), Optional.empty(), Optional.empty());
        try (var _ = UnixSocketFile.bind(socket, 1)) {
            assertThat(Files.getOwner(path).getName()).isEqualTo(me);
        }
    }

    @Test
    void refusesAnOwnerWhomNobodyKnows() {
        var socket =
                new UnixSocket(
                        folder.resolve("s"),
                        0600,
                        Optional.of("no-such-user"),
                        Optional.empty(),
                        Optional.empty());
        assertThatThrownBy(() -> UnixSocketFile.bind(socket, 1))
                .hasMessageContaining("cannot be given to no-such-user");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void replacesASocketThatNobodyListensOn() throws IOException {
        var path = folder.resolve("s");
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (var file = UnixSocketFile.bind(UnixSocket.at(path), 1)) {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            assertThat(file.channel().accept()).isNotNull();
        }
    }

    @Test
    void leavesASocketThatIsInUseAlone() throws IOException {
        var path = folder.resolve("s");
        try (var first = UnixSocketFile.bind(UnixSocket.at(path), 5)) {
            assertThatThrownBy(() -> UnixSocketFile.bind(UnixSocket.at(path), 1))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(path + ": another program is listening there already");
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            assertThat(first.channel().accept()).isNotNull();
        }
    }

    @Test
    void leavesASocketAloneWhoseOwnerIsTooBusyToAccept() throws IOException {
        var path = folder.resolve("s");
        try (var _ = UnixSocketFile.bind(UnixSocket.at(path), 1)) {
            for (var i = 0; i < 5; i++) {
                // More than the queue takes, and nobody accepts.
                assertThatThrownBy(() -> UnixSocketFile.bind(UnixSocket.at(path), 1))
                        .isInstanceOf(BindException.class);
            }
        }
    }

    @Test
    void leavesAFileThatIsNoSocketAlone() throws IOException {
        var path = Files.writeString(folder.resolve("s"), "precious");
        assertThatThrownBy(() -> UnixSocketFile.bind(UnixSocket.at(path), 1))
                .hasMessageContaining("no socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void saysThatThereIsNoFolder() {
        var path = folder.resolve("missing/s");
        assertThatThrownBy(() -> UnixSocketFile.bind(UnixSocket.at(path), 1))
                .hasMessage(path + ": there is no folder " + path.getParent());
    }

    @Test
    void saysThatThePathIsTooLong() {
        var path = folder.resolve("x".repeat(120));
        assertThatThrownBy(() -> UnixSocketFile.bind(UnixSocket.at(path), 1))
                .hasMessageContaining("too long for a socket");
    }

    @Test
    void doesNotRemoveTheSocketOfAnother() throws IOException {
        var path = folder.resolve("s");
        var first = UnixSocketFile.bind(UnixSocket.at(path), 1);
        Files.delete(path); // as a cleaner of /tmp may
        try (var _ = UnixSocketFile.bind(UnixSocket.at(path), 1)) {
            first.close();
            assertThat(path).exists();
        }
        assertThat(path).doesNotExist();
    }
}
