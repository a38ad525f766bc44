package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Socket;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.ListeningSocket;
import dev.taskmaster.spec.ProcessName;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The listening sockets of programs: one for each address, however many processes share it.
///
/// A process holds its socket by name from its first start until it is down for good, so that
/// clients can connect while it is restarted. They are plain descriptors: those of the JDK cannot
/// be handed to a child.
///
/// May be used by any thread.
final class ListeningSockets implements AutoCloseable {
    private static final int FILE_TYPE = 0170000;
    private static final int FILE_TYPE_SOCKET = 0140000;

    private final Map<String, Open> sockets = new HashMap<>(); // by URL, guarded by this

    /// @param file what was made for a unix socket, to know it again
    private record Open(
            int fd, ListeningSocket at, Optional<Object> file, Set<ProcessName> holders) {}

    /// Opens a socket, unless that is done already.
    ///
    /// @param holder who needs it, until [#release]
    /// @return the descriptor, closed on exec
    /// @throws LaunchException if it cannot be opened
    synchronized int open(ListeningSocket at, ProcessName holder) {
        var open = sockets.get(at.url());
        if (open == null || !open.holders().contains(holder)) {
            release(holder); // of another address, if it was changed
            open = sockets.computeIfAbsent(at.url(), _ -> listen(at));
            open.holders().add(holder);
        }
        return open.fd();
    }

    /// Takes up the socket of a process that an earlier supervisor has started, from the process
    /// itself. Where the system does not allow it, the process goes on with it alone.
    ///
    /// @param pidfd the process
    synchronized void adopt(ListeningSocket at, ProcessName holder, int pidfd) {
        if (!sockets.containsKey(at.url())) {
            var fd = Libc.pidfd_getfd(pidfd, 0);
            if (fd < 0) {
                return;
            }
            if (!Socket.isListening(fd)) {
                Libc.close(fd);
                return;
            }
            sockets.put(at.url(), new Open(fd, at, fileKey(at), new HashSet<>()));
        }
        sockets.get(at.url()).holders().add(holder);
    }

    /// Closes what nobody but this holder needs.
    synchronized void release(ProcessName holder) {
        sockets.values()
                .removeIf(
                        open -> {
                            var last = open.holders().remove(holder) && open.holders().isEmpty();
                            if (last) {
                                close(open);
                            }
                            return last;
                        });
    }

    @Override
    public synchronized void close() {
        sockets.values().forEach(ListeningSockets::close);
        sockets.clear();
    }

    private static void close(Open open) {
        Libc.close(open.fd());
        // By now it may be another's.
        if (open.at() instanceof ListeningSocket.Unix unix
                && open.file().isPresent()
                && fileKey(unix).equals(open.file())) {
            Libc.unlink(unix.path().toString());
        }
    }

    private static Open listen(ListeningSocket at) {
        var what = "listen on " + at.url();
        var host = at instanceof ListeningSocket.Tcp tcp ? address(tcp.host(), what) : null;
        var family =
                switch (at) {
                    case ListeningSocket.Unix _ -> Socket.AF_UNIX;
                    case ListeningSocket.Tcp _ ->
                            host instanceof Inet4Address ? Socket.AF_INET : Socket.AF_INET6;
                };
        var type = Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC;
        var fd = Failures.check(Socket.socket(family, type), what);
        try {
            switch (at) {
                case ListeningSocket.Unix unix -> bind(fd, unix, what);
                case ListeningSocket.Tcp(_, var port, _) -> {
                    Socket.setsockopt(fd, Socket.SOL_SOCKET, Socket.SO_REUSEADDR, 1);
                    Failures.check(Socket.bind(fd, host, port), what);
                }
            }
            Failures.check(Socket.listen(fd, at.backlog().orElse(Socket.SOMAXCONN)), what);
            return new Open(fd, at, fileKey(at), new HashSet<>());
        } catch (LaunchException e) {
            Libc.close(fd);
            throw e;
        } catch (IOException e) {
            Libc.close(fd);
            throw new LaunchException("cannot " + what + ": " + e, e);
        }
    }

    /// An IPv4 address where a name has both, as supervisord knows no others.
    private static InetAddress address(String host, String what) {
        try {
            var all = InetAddress.getAllByName(host);
            return Arrays.stream(all)
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .orElse(all[0]);
        } catch (UnknownHostException e) {
            throw new LaunchException("cannot " + what + ": there is no host '" + host + "'", e);
        }
    }

    /// Nobody can connect before [Socket#listen], which is when owner and mode are set.
    private static void bind(int fd, ListeningSocket.Unix at, String what) throws IOException {
        removeSocket(at.path(), what);
        Failures.check(Socket.bind(fd, at.path()), what);
        try {
            if (at.uid().isPresent()) {
                Files.setAttribute(at.path(), "unix:uid", at.uid().getAsInt());
            }
            if (at.gid().isPresent()) {
                Files.setAttribute(at.path(), "unix:gid", at.gid().getAsInt());
            }
            Files.setAttribute(at.path(), "unix:mode", at.mode());
        } catch (IOException e) {
            Files.delete(at.path());
            throw e;
        }
    }

    /// A socket is left behind by a supervisor that was killed. Any other file is somebody's.
    private static void removeSocket(Path path, String what) throws IOException {
        try {
            var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & FILE_TYPE) != FILE_TYPE_SOCKET) {
                throw new LaunchException(
                        "cannot %s: there is something that is no socket".formatted(what));
            }
            Files.delete(path);
        } catch (NoSuchFileException e) {
            // As it should be.
        }
    }

    /// {@return what tells the file of a unix socket from every other}
    private static Optional<Object> fileKey(ListeningSocket at) {
        try {
            return at instanceof ListeningSocket.Unix unix
                    ? Optional.of(
                            Files.getAttribute(unix.path(), "fileKey", LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
