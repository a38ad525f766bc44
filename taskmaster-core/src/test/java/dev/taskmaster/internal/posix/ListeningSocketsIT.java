package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.spec.ListeningSocket;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Stdin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

class ListeningSocketsIT {
    private static final ProcessName A = ProcessName.of("a");
    private static final ProcessName B = ProcessName.of("b");

    @TempDir Path folder;

    private final ListeningSockets sockets = new ListeningSockets();

    @AfterEach
    void close() {
        sockets.close();
    }

    private ListeningSocket.Unix unix(String name, int mode) {
        var none = OptionalInt.empty();
        return new ListeningSocket.Unix(folder.resolve(name), none, none, mode, none);
    }

    private static ListeningSocket.Tcp tcp(String host, int port) {
        return new ListeningSocket.Tcp(host, port, OptionalInt.empty());
    }

    private static int freePort() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static void connect(SocketAddress address) throws IOException {
        SocketChannel.open(address).close();
    }

    private static SocketAddress at(ListeningSocket.Unix socket) {
        return UnixDomainSocketAddress.of(socket.path());
    }

    @Test
    void opensAUnixSocketWithItsModeAndOwner() throws IOException {
        var none = OptionalInt.empty();
        var uid = (int) Files.getAttribute(folder, "unix:uid");
        var gid = OptionalInt.of((int) Files.getAttribute(folder, "unix:gid"));
        var socket =
                new ListeningSocket.Unix(folder.resolve("s"), OptionalInt.of(uid), gid, 0462, none);
        sockets.open(socket, A);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
                .isEqualTo("r--rw--w-");
        assertThatCode(() -> connect(at(socket))).doesNotThrowAnyException();
    }

    @Test
    void opensATcpPortByNameAndByAddress() throws IOException {
        for (var host : new String[] {"localhost", "127.0.0.1", "::1"}) {
            var port = freePort();
            sockets.open(tcp(host, port), A);
            assertThatCode(() -> connect(new InetSocketAddress(host, port)))
                    .as(host)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void sharesOneSocketAndClosesItWithTheLastHolder() {
        var socket = unix("s", 0700);
        var fd = sockets.open(socket, A);
        assertThat(sockets.open(socket, A)).isEqualTo(fd);
        assertThat(sockets.open(socket, B)).isEqualTo(fd);
        sockets.release(A);
        sockets.release(A);
        assertThatCode(() -> connect(at(socket))).doesNotThrowAnyException();
        sockets.release(B);
        assertThat(socket.path()).doesNotExist();
        sockets.open(socket, A);
        assertThatCode(() -> connect(at(socket))).doesNotThrowAnyException();
    }

    @Test
    void letsGoOfTheAddressThatAHolderHadBefore() throws IOException {
        var port = freePort();
        sockets.open(tcp("127.0.0.1", port), A);
        sockets.open(unix("s", 0700), A);
        assertThatThrownBy(() -> connect(new InetSocketAddress("127.0.0.1", port)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void replacesASocketThatWasLeftBehind() throws IOException {
        var socket = unix("s", 0700);
        try (var killed = new ListeningSockets()) {
            killed.open(socket, A);
            sockets.open(socket, A);
        }
        assertThatCode(() -> connect(at(socket)))
                .as("the first owner left the second's file alone")
                .doesNotThrowAnyException();
    }

    @Test
    void replacesNothingThatIsNoSocket() throws IOException {
        var socket = unix("precious", 0700);
        Files.writeString(socket.path(), "data");
        assertThatThrownBy(() -> sockets.open(socket, A))
                .isInstanceOf(LaunchException.class)
                .hasMessage(
                        "cannot listen on %s: there is something that is no socket", socket.url());
        assertThat(socket.path()).hasContent("data");
    }

    @Test
    void saysWhyItCannotListenAndTriesAgainNextTime() throws IOException {
        var port = freePort();
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", port));
            assertThatThrownBy(() -> sockets.open(tcp("127.0.0.1", port), A))
                    .isInstanceOf(LaunchException.class)
                    .hasMessage(
                            "cannot listen on tcp://127.0.0.1:%d: Address already in use", port);
        }
        assertThatCode(() -> sockets.open(tcp("127.0.0.1", port), A)).doesNotThrowAnyException();
        assertThatThrownBy(() -> sockets.open(tcp("no.such.host.invalid", 9), A))
                .hasMessageContaining("there is no host 'no.such.host.invalid'");
        assertThatThrownBy(() -> sockets.open(unix("x".repeat(120), 0700), A))
                .hasMessageContaining("File name too long");
        assertThatThrownBy(() -> sockets.open(unix("none/s", 0700), A))
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void queuesAsManyConnectionsAsTheBacklogSays() throws IOException {
        var none = OptionalInt.empty();
        var socket =
                new ListeningSocket.Unix(folder.resolve("s"), none, none, 0700, OptionalInt.of(1));
        sockets.open(socket, A);
        try (var first = SocketChannel.open(at(socket));
                var second = SocketChannel.open(at(socket));
                var third = SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            third.configureBlocking(false);
            assertThatThrownBy(() -> third.connect(at(socket))).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void takesUpTheSocketOfAProcessThatOutlivedItsSupervisor() throws IOException {
        var at = tcp("127.0.0.1", freePort());
        var address = new InetSocketAddress("127.0.0.1", at.port());
        var launch = Launch.of("sleep", "1000").stdin(new Stdin.Socket(at));
        var observed = new Observed();
        try (var killed = new PosixLauncher()) {
            killed.launch(launch.request("a"), observed);
            observed.process();
        }
        var process = ProcessHandle.of(observed.process().pid()).orElseThrow();
        var pidfd = Libc.pidfd_open((int) process.pid());
        sockets.adopt(at, A, pidfd);
        Libc.close(pidfd);

        sockets.open(at, B);
        sockets.release(A);
        process.destroyForcibly();
        process.onExit().join();

        assertThatCode(() -> connect(address)).doesNotThrowAnyException();
        sockets.release(B);
        assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void takesUpNothingThatDoesNotListen() throws IOException {
        var at = tcp("127.0.0.1", freePort());
        var pidfd = Libc.pidfd_open(Libc.getpid());
        sockets.adopt(at, A, pidfd);
        Libc.close(pidfd);
        sockets.open(at, A);
        assertThatCode(() -> connect(new InetSocketAddress("127.0.0.1", at.port())))
                .doesNotThrowAnyException();
    }
}
