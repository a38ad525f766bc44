package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Spawn;
import dev.taskmaster.internal.libc.Waitid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/// Makes named pipes whose content outlives both who writes them and who reads them.
///
/// The kernel forgets what is in a pipe when nobody has it open any more. So pipes are made in
/// stock, many at a time, and a process that does nothing, `sleep`, inherits their reading ends: a
/// keeper. It is ended when all its pipes have lost their names, which means that they are at their
/// end; looked for when the stock is made up, and at the close. A file of its own says to later
/// supervisors which process it is. Where no keeper can be had, pipes are made without.
///
/// For one thread at a time.
final class Keepers implements AutoCloseable {
    private static final String STOCK = "held-";
    private static final String KEEPER = "keeper-";
    private static final int FIRST_FREE_FD = 3;

    /// A process more for each so many pipes; the first one has few, as most have few processes.
    private static final int PIPES_MIN = 16;

    private static final int PIPES_MAX = 256;

    /// 68 years. Not every `sleep` knows `infinity`.
    private static final List<String> COMMAND = List.of("sleep", "2147483647");

    private static final Optional<Path> SLEEP =
            Stream.of("/usr/bin/sleep", "/bin/sleep")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst();

    private static final System.Logger LOG = System.getLogger(Keepers.class.getPackageName());

    private final Map<Path, Folder> folders = new HashMap<>();

    /// Makes a named pipe.
    ///
    /// @return 0, or `-errno`
    int mkfifo(Path path) {
        var spare = SLEEP.flatMap(_ -> folder(path.getParent()).spare());
        return spare.isPresent() && Libc.rename(spare.get().toString(), path.toString()) == 0
                ? 0
                : Libc.mkfifo(path.toString(), PipeEnds.MODE);
    }

    /// Takes charge of the keepers that earlier supervisors have left in a folder.
    void takeUp(Path folder) {
        folder(folder);
    }

    private Folder folder(Path path) {
        return folders.computeIfAbsent(path, Folder::new);
    }

    @Override
    public void close() {
        folders.values().forEach(Folder::close);
    }

    /// Where pipes are, and what keeps them.
    private static final class Folder {
        private final Path path;
        private final Queue<Path> stock = new ArrayDeque<>();
        private final List<Trace> keepers = new ArrayList<>();
        private int batch = PIPES_MIN;
        private long made;

        /// Finds the keepers of earlier supervisors.
        Folder(Path path) {
            this.path = path;
            for (var file : files(STOCK)) {
                Libc.unlink(file.toString());
            }
            for (var file : files(KEEPER)) {
                try {
                    Trace.parse(Files.readString(file)).ifPresent(keepers::add);
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, () -> "cannot read " + file, e);
                }
            }
        }

        private List<Path> files(String prefix) {
            try (var files = Files.newDirectoryStream(path, prefix + "*")) {
                var all = new ArrayList<Path>();
                files.forEach(all::add);
                return all;
            } catch (IOException e) {
                return List.of();
            }
        }

        Optional<Path> spare() {
            if (stock.isEmpty()) {
                endUnneeded();
                makeUp();
            }
            return Optional.ofNullable(stock.poll());
        }

        private void makeUp() {
            var fds = new ArrayList<Integer>();
            for (var i = 0; i < batch; i++) {
                var pipe = path.resolve(STOCK + Libc.getpid() + "-" + made++);
                Libc.mkfifo(pipe.toString(), PipeEnds.MODE);
                var fd = PipeEnds.reopen(pipe, Libc.O_RDONLY);
                if (fd < 0) {
                    Libc.unlink(pipe.toString());
                    break;
                }
                fds.add(fd);
                stock.add(pipe);
            }
            try {
                keepers.add(start(fds));
                batch = Math.min(2 * batch, PIPES_MAX);
            } catch (UncheckedIOException e) {
                LOG.log(Level.DEBUG, () -> "no keeper in " + path, e);
                dropStock();
            } finally {
                fds.forEach(Libc::close);
            }
        }

        /// Starts a process that has the descriptors open, from 3 on, and holds nothing else of
        /// ours: whoever reads what this process says would wait for its end too.
        private Trace start(List<Integer> fds) {
            var devNull = Libc.open("/dev/null", Libc.O_RDWR | Libc.O_CLOEXEC, 0);
            try {
                return start(fds, devNull);
            } finally {
                Libc.close(devNull);
            }
        }

        private Trace start(List<Integer> fds, int devNull) {
            var attributes =
                    new Spawn.Attributes(
                            Spawn.POSIX_SPAWN_SETSID
                                    | Spawn.POSIX_SPAWN_SETSIGMASK
                                    | Spawn.POSIX_SPAWN_SETSIGDEF);
            try (var spawn = new Spawn(attributes)) {
                var next = 0;
                while (next < FIRST_FREE_FD) {
                    spawn.adddup2(devNull, next++);
                }
                // In this order none is overwritten before its turn, as each is its target or more.
                for (var fd : fds.stream().sorted().toList()) {
                    spawn.adddup2(fd, next++);
                }
                spawn.addclosefrom_np(next);
                spawn.addchdir_np("/");
                var pid = spawn.posix_spawn(SLEEP.orElseThrow().toString(), COMMAND, List.of());
                var trace = pid < 0 ? Optional.<Trace>empty() : trace(pid);
                if (trace.isEmpty()) {
                    throw new UncheckedIOException(new IOException("cannot start a keeper"));
                }
                return noted(trace.get());
            }
        }

        private Trace noted(Trace keeper) {
            try {
                Files.writeString(file(keeper), keeper.toString());
                return keeper;
            } catch (IOException e) {
                end(keeper);
                throw new UncheckedIOException(e);
            }
        }

        private Path file(Trace keeper) {
            return path.resolve(KEEPER + keeper.pid());
        }

        private static Optional<Trace> trace(int pid) {
            var pidfd = Libc.pidfd_open(pid);
            try {
                return Trace.of(pid, pidfd);
            } finally {
                Libc.close(pidfd);
            }
        }

        private void endUnneeded() {
            for (var keeper : List.copyOf(keepers)) {
                if (!isNeeded(keeper)) {
                    end(keeper);
                    keepers.remove(keeper);
                }
            }
        }

        /// Whether one of its pipes has a name still.
        private static boolean isNeeded(Trace keeper) {
            var fds = ProcStat.folder(keeper.pid()).resolve("fd");
            try (var links = Files.newDirectoryStream(fds)) {
                for (var link : links) {
                    var target = Files.readSymbolicLink(link).toString();
                    if (isPipe(link) && !target.endsWith(" (deleted)")) {
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                return false;
            }
        }

        private static boolean isPipe(Path fd) {
            return Integer.parseInt(fd.getFileName().toString()) >= FIRST_FREE_FD;
        }

        private void end(Trace keeper) {
            var pidfd = Libc.pidfd_open(keeper.pid());
            if (pidfd >= 0 && Trace.of(keeper.pid(), pidfd).equals(Optional.of(keeper))) {
                Libc.pidfd_send_signal(pidfd, Libc.SIGKILL, 0);
                try (var info = new Waitid.Siginfo()) {
                    Waitid.waitid(Waitid.P_PIDFD, pidfd, info, Waitid.WEXITED);
                }
            }
            Libc.close(pidfd);
            Libc.unlink(file(keeper).toString());
        }

        private void dropStock() {
            stock.forEach(pipe -> Libc.unlink(pipe.toString()));
            stock.clear();
        }

        void close() {
            dropStock();
            endUnneeded();
        }
    }
}
