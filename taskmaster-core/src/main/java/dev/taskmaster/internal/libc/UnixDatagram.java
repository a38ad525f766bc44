package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Sends datagrams to unix sockets, such as syslog's, which the JDK does not do.
public final class UnixDatagram {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private UnixDatagram() {}

    /// Sends one datagram, whole or not at all, without waiting. May be called by any thread.
    ///
    /// @param socket the path of the socket
    /// @param datagram what to send
    /// @throws IOException if nobody is there, the receiver's queue is full, the datagram is too
    ///   long, or native code cannot be called here
    public static void send(Path socket, byte[] datagram) throws IOException {
        if (!Platform.isSupported()) {
            throw new IOException(
                    "cannot send to "
                            + socket
                            + ": needs Linux with glibc and --enable-native-access");
        }
        var path = socket.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= Socket.SUN_PATH_BYTES) {
            throw new IOException(
                    "cannot send to %s: the path of a socket may have %d bytes, this has %d"
                            .formatted(socket, Socket.SUN_PATH_BYTES - 1, path.length));
        }
        var result = Functions.send(path, datagram);
        if (result < 0) {
            throw new IOException(
                    "cannot send to " + socket + ": " + Errno.strerrordesc_np(-result));
        }
    }

    /// Linked only once it is known that they are there.
    private static final class Functions {
        private static final MemorySegment SENDTO = Native.function("sendto");

        static int send(byte[] path, byte[] datagram) {
            var fd = Socket.socket(Socket.AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC);
            if (fd < 0) {
                return fd;
            }
            try (var arena = Arena.ofConfined()) {
                var address = Socket.sockaddr_un(arena, path);
                return Native.call(
                        SENDTO,
                        fd,
                        arena.allocateFrom(JAVA_BYTE, datagram).address(),
                        datagram.length,
                        MSG_DONTWAIT | MSG_NOSIGNAL,
                        address.address(),
                        address.byteSize());
            } finally {
                Libc.close(fd);
            }
        }
    }
}
