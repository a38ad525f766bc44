package dev.taskmaster.internal.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Sockets as plain descriptors, which the JDK does not hand out (`man 7 socket`, `man 7 unix`,
/// `man 7 ip`, `man 7 ipv6`).
public final class Socket {
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_CLOEXEC = Libc.O_CLOEXEC;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;

    private static final int SO_ACCEPTCONN = 30;

    public static final int SOMAXCONN = 4096;

    /// `struct sockaddr_un` is a short and this many bytes.
    static final int SUN_PATH_BYTES = 108;

    /// `struct sockaddr_in`: family, port, address, padding.
    private static final int SOCKADDR_IN_BYTES = 16;

    private static final int SIN_ADDR_AT = 4;

    /// `struct sockaddr_in6`: family, port, flow information, address, scope.
    private static final int SOCKADDR_IN6_BYTES = 28;

    private static final int SIN6_ADDR_AT = 8;

    private static final int PORT_AT = 2;

    private static final MemorySegment SOCKET = Native.function("socket");
    private static final MemorySegment BIND = Native.function("bind");
    private static final MemorySegment LISTEN = Native.function("listen");
    private static final MemorySegment GETSOCKOPT = Native.function("getsockopt");
    private static final MemorySegment SETSOCKOPT = Native.function("setsockopt");

    private Socket() {}

    public static int socket(int domain, int type) {
        return Native.call(SOCKET, domain, type, 0);
    }

    /// Sets an option that is an `int`.
    public static int setsockopt(int sockfd, int level, int optname, int optval) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocateFrom(JAVA_INT, optval);
            return Native.call(
                    SETSOCKOPT, sockfd, level, optname, value.address(), Integer.BYTES, 0);
        }
    }

    /// {@return whether a descriptor is a socket that listens}
    public static boolean isListening(int fd) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            var length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            var result =
                    Native.call(
                            GETSOCKOPT,
                            fd,
                            SOL_SOCKET,
                            SO_ACCEPTCONN,
                            value.address(),
                            length.address(),
                            0);
            return result == 0 && value.get(JAVA_INT, 0) != 0;
        }
    }

    /// Binds a unix socket.
    ///
    /// @return `-ENAMETOOLONG` for a path of more than 107 bytes
    public static int bind(int sockfd, Path path) {
        var bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SUN_PATH_BYTES) {
            return -Errno.ENAMETOOLONG;
        }
        try (var arena = Arena.ofConfined()) {
            return bind(sockfd, sockaddr_un(arena, bytes));
        }
    }

    /// Binds a socket of the family of an internet address.
    public static int bind(int sockfd, InetAddress host, int port) {
        try (var arena = Arena.ofConfined()) {
            return bind(sockfd, sockaddr(arena, host, port));
        }
    }

    private static int bind(int sockfd, MemorySegment address) {
        return Native.call(BIND, sockfd, address.address(), address.byteSize());
    }

    public static int listen(int sockfd, int backlog) {
        return Native.call(LISTEN, sockfd, backlog);
    }

    /// @param path shorter than [#SUN_PATH_BYTES]
    static MemorySegment sockaddr_un(SegmentAllocator allocator, byte[] path) {
        var address = allocator.allocate(Short.BYTES + SUN_PATH_BYTES, Short.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
        return address;
    }

    private static MemorySegment sockaddr(SegmentAllocator allocator, InetAddress host, int port) {
        var v4 = host instanceof Inet4Address;
        var address =
                allocator.allocate(v4 ? SOCKADDR_IN_BYTES : SOCKADDR_IN6_BYTES, Integer.BYTES);
        address.set(JAVA_SHORT, 0, (short) (v4 ? AF_INET : AF_INET6));
        // In network order.
        address.set(JAVA_BYTE, PORT_AT, (byte) (port >> 8));
        address.set(JAVA_BYTE, PORT_AT + 1, (byte) port);
        var bytes = host.getAddress();
        MemorySegment.copy(
                bytes, 0, address, JAVA_BYTE, v4 ? SIN_ADDR_AT : SIN6_ADDR_AT, bytes.length);
        return address;
    }
}
