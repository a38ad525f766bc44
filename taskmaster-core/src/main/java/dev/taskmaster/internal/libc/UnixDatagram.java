package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Sends datagrams to unix sockets, such as syslog's, which the JDK does not do.
public final class UnixDatagram {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /// `struct sockaddr_un` is a short and this many bytes (`man 7 unix`).
    private static final int SUN_PATH_BYTES = 108;

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
        if (path.length >= SUN_PATH_BYTES) {
            throw new IOException(
                    "cannot send to %s: the path of a socket may have %d bytes, this has %d"
                            .formatted(socket, SUN_PATH_BYTES - 1, path.length));
        }
        var result = Functions.send(path, datagram);
        if (result < 0) {
            throw new IOException(
                    "cannot send to " + socket + ": " + Errno.strerrordesc_np(-result));
        }
    }

    /// Linked only once it is known that they are there.
    private static final class Functions {
        private static final MemorySegment SOCKET = Native.function("socket");
        private static final MemorySegment SENDTO = Native.function("sendto");
        private static final MemorySegment CLOSE = Native.function("close");

        static int send(byte[] path, byte[] datagram) {
            var fd = Native.call(SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                return fd;
            }
            try (var arena = Arena.ofConfined()) {
                var address = arena.allocate(Short.BYTES + SUN_PATH_BYTES, Short.BYTES);
                address.set(JAVA_SHORT, 0, (short) AF_UNIX);
                MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
                return Native.call(
                        SENDTO,
                        fd,
                        arena.allocateFrom(JAVA_BYTE, datagram).address(),
                        datagram.length,
                        MSG_DONTWAIT | MSG_NOSIGNAL,
                        address.address(),
                        address.byteSize());
            } finally {
                Native.call(CLOSE, fd);
            }
        }
    }
}
