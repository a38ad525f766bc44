package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.launch.ProgramFile;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Spawn;
import dev.taskmaster.internal.libc.Waitid;
import dev.taskmaster.internal.posix.PosixLauncher.Option;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.User;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The one thread that starts processes.
///
/// A new process gets the umask of the thread that spawns it. Threads share theirs, unless one
/// parts with the others by `unshare(CLONE_FS)`, as this one does first of all. It must start no
/// threads, as they would share its umask.
final class Spawner implements AutoCloseable {
    /// Those that stay open, those to look with, and as many for what others do meanwhile.
    private static final int DESCRIPTORS_TO_ADOPT = 16;

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String CLOSED = "the launcher is closed";
    private static final int FIRST_FREE_FD = 3;
    private static final System.Logger LOG = System.getLogger(Spawner.class.getPackageName());

    private final Reactor reactor;
    private final Keepers keepers;
    private final Children children;
    private final Optional<Orphans> orphans;
    private final Optional<Cgroups> cgroups;
    private final Marker.Source markers = new Marker.Source();
    private final Set<Option> options;
    private final Map<Isolation, Spawn.Attributes> attributes = attributes();
    private final int devNull = openDevNull();
    private final ListeningSockets sockets = new ListeningSockets();
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "taskmaster-spawner");
    private volatile boolean closing;

    // Only used by the thread itself:
    private boolean ownsUmask;
    private boolean ended;

    Spawner(
            Reactor reactor,
            Keepers keepers,
            Children children,
            Optional<Orphans> orphans,
            Optional<Cgroups> cgroups,
            Set<Option> options) {
        this.reactor = reactor;
        this.keepers = keepers;
        this.children = children;
        this.orphans = orphans;
        this.cgroups = cgroups;
        this.options = options;
        thread.setDaemon(true);
        thread.start();
    }

    /// Fills up the standard descriptors first, if the JVM was started without: a pipe of ours
    /// among them would be overwritten in the child before the child gets it.
    private static int openDevNull() {
        int fd;
        do {
            var opening = Libc.O_RDWR | Libc.O_CLOEXEC;
            fd = Failures.check(Libc.open("/dev/null", opening, 0), "open /dev/null");
        } while (fd < FIRST_FREE_FD);
        return fd;
    }

    void launch(LaunchRequest request, LaunchObserver observer) {
        execute(request, observer, () -> spawn(request, observer));
    }

    void adopt(LaunchRequest request, String trace, LaunchObserver observer) {
        var adoption =
                new Adoption(
                        reactor, keepers, children, orphans, cgroups, devNull, sockets, request,
                        observer);
        execute(
                request,
                observer,
                () -> {
                    awaitDescriptors();
                    return adoption.of(trace);
                });
    }

    /// What cannot be looked at for want of descriptors would be taken for gone, and started a
    /// second time.
    private void awaitDescriptors() {
        var isSaid = false;
        while (!areDescriptorsLeft()) {
            if (closing) {
                throw new LaunchException(CLOSED);
            }
            if (!isSaid) {
                isSaid = true;
                LOG.log(
                        Level.WARNING,
                        "what an earlier supervisor has left is taken up when there are descriptors"
                                + " for it: too many open files; raise the limit (ulimit -n)");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private static boolean areDescriptorsLeft() {
        var tried = new ArrayList<Integer>();
        while (tried.size() < DESCRIPTORS_TO_ADOPT && !tried.contains(-1)) {
            tried.add(Math.max(-1, Libc.eventfd(0, Libc.EFD_CLOEXEC)));
        }
        tried.stream().filter(fd -> fd >= 0).forEach(Libc::close);
        return !tried.contains(-1);
    }

    /// @param start makes the process, or tells what became of it and returns nothing
    private void execute(
            LaunchRequest request,
            LaunchObserver observer,
            Supplier<Optional<PosixProcess>> start) {
        synchronized (queue) {
            if (!closing) {
                queue.add(() -> start(request, observer, start));
                return;
            }
        }
        observer.failed(CLOSED);
    }

    /// Closes the socket of a process that is down for good, unless others share it.
    void retire(ProcessName name) {
        sockets.release(name);
    }

    private void run() {
        ownsUmask = !options.contains(Option.SHARED_UMASK) && Libc.unshare(Libc.CLONE_FS) == 0;
        while (!ended) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "interrupted, which is not how this thread ends", e);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "an observer of a process threw", e);
            }
        }
        Libc.close(devNull);
    }

    private void start(
            LaunchRequest request,
            LaunchObserver observer,
            Supplier<Optional<PosixProcess>> start) {
        Optional<PosixProcess> started;
        try {
            if (closing) {
                throw new LaunchException(CLOSED);
            }
            started = start.get();
        } catch (LaunchException e) {
            observer.failed(e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            // Ours to mend, but whoever waits for this process must be told whatever happens.
            LOG.log(Level.ERROR, "cannot start " + request.name(), e);
            observer.failed("cannot spawn: " + e);
            return;
        }
        started.ifPresent(
                process -> {
                    try {
                        observer.started(process);
                    } finally {
                        process.watch();
                    }
                });
    }

    private Optional<PosixProcess> spawn(LaunchRequest request, LaunchObserver observer) {
        var marker = markers.next(request);
        var cgroup = cgroups.flatMap(it -> it.make(marker));
        try {
            return Optional.of(spawn(request, observer, marker, cgroup));
        } catch (LaunchException e) {
            cgroup.ifPresent(Cgroup::remove);
            throw e;
        }
    }

    private PosixProcess spawn(
            LaunchRequest request,
            LaunchObserver observer,
            Marker marker,
            Optional<Cgroup> cgroup) {
        var spec = request.spec();
        var program = ProgramFile.find(request);
        var userSwitch = spec.user().map(UserSwitch::to);
        var endsWithParent = options.contains(Option.ENDS_WITH_PARENT);
        var hops = Hops.of(request, program, userSwitch, cgroup, !ownsUmask, endsWithParent);
        try (var stdio = new Stdio(reactor, keepers, devNull, sockets);
                var spawn = new Spawn(attributes.get(spec.isolation()))) {
            stdio.open(request);
            userSwitch.ifPresent(to -> stdio.chown(to.account().pw_uid()));
            spawn.adddup2(stdio.stdin(), 0);
            spawn.adddup2(stdio.stdout(), 1);
            spawn.adddup2(stdio.stderr(), 2);
            spec.workingDir().ifPresent(dir -> spawn.addchdir_np(dir.toString()));
            spawn.addclosefrom_np(FIRST_FREE_FD);
            var argv = hops.argv(spec.cmd());
            var envp = envp(request, userSwitch, marker);
            var pid =
                    children.spawn(
                            observer,
                            () ->
                                    withUmask(
                                            spec.umask(),
                                            () ->
                                                    spawn.posix_spawn(
                                                            hops.first().toString(), argv, envp)));
            if (pid < 0) {
                throw Failures.ofSpawn(-pid, hops.first());
            }
            stdio.reopenStdin(request, pid);
            var process =
                    new PosixProcess(
                            request,
                            observer,
                            reactor,
                            children,
                            stdio,
                            hops,
                            new Descendants(pid, Optional.of(marker), orphans, cgroup),
                            pid,
                            openPidfd(pid, observer),
                            Optional.empty());
            stdio.started();
            return process;
        }
    }

    private static Map<Isolation, Spawn.Attributes> attributes() {
        var clean = Spawn.POSIX_SPAWN_SETSIGMASK | Spawn.POSIX_SPAWN_SETSIGDEF;
        return Map.of(
                Isolation.SESSION, new Spawn.Attributes(clean | Spawn.POSIX_SPAWN_SETSID),
                Isolation.GROUP, new Spawn.Attributes(clean | Spawn.POSIX_SPAWN_SETPGROUP),
                Isolation.NONE, new Spawn.Attributes(clean));
    }

    /// Its marker goes to what is kept, and to those whose orphans are looked for by it.
    private List<String> envp(
            LaunchRequest request, Optional<UserSwitch> userSwitch, Marker marker) {
        var adapt = request.spec().user().filter(User::adaptEnvironment).flatMap(_ -> userSwitch);
        var environment =
                adapt.map(to -> to.adapt(request.environment(), request.spec().env()))
                        .orElse(request.environment());
        var isMarked = request.keep().isPresent() || orphans.isPresent();
        var envp = new ArrayList<String>(environment.size() + 1);
        environment.forEach(
                (name, value) -> {
                    if (!isMarked || !name.equals(marker.name())) {
                        envp.add(name + "=" + value);
                    }
                });
        if (isMarked) {
            envp.add(marker.name() + "=" + marker.value());
        }
        return envp;
    }

    /// Spawns with the umask that a program is to have; that of this thread is the JVM's otherwise,
    /// so that the logs opened here are as the JVM would make them.
    private int withUmask(OptionalInt umask, IntSupplier spawn) {
        if (umask.isEmpty() || !ownsUmask) {
            return spawn.getAsInt();
        }
        var own = Libc.umask(umask.getAsInt());
        try {
            return spawn.getAsInt();
        } finally {
            Libc.umask(own);
        }
    }

    /// The child cannot be gone for good, even if it is dead already: nobody reaps it but us.
    private int openPidfd(int pid, LaunchObserver owner) {
        var pidfd = Libc.pidfd_open(pid);
        if (pidfd < 0) {
            Libc.kill(pid, Libc.SIGKILL);
            try (var info = new Waitid.Siginfo()) {
                Waitid.waitid(Waitid.P_PID, pid, info, Waitid.WEXITED);
            }
            children.release(pid, owner);
        }
        return Failures.check(pidfd, "watch the process");
    }

    /// Refuses what is still waiting to be started, and ends the thread.
    @Override
    public void close() {
        synchronized (queue) {
            closing = true;
            queue.add(() -> ended = true);
        }
        Threads.join(thread);
        sockets.close();
    }
}
