package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Platform;
import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Descendant;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Starts processes by `posix_spawn` on Linux; see the package for how.
///
/// Any number of them may live in one JVM, beside [java.lang.Process] too: each waits for its own
/// children only.
public final class PosixLauncher implements ProcessLauncher {
    private final Set<Capability> capabilities;
    private final Keepers keepers = new Keepers();
    private final Reactor reactor;
    private final Spawner spawner;
    private final Optional<Orphans> orphans;

    /// What a launcher does only if it is asked to.
    public enum Option {
        /// Has this process be the parent of its descendants that lose theirs, and reap them. To be
        /// asked of one launcher in a JVM only.
        SUBREAPER,
        /// Puts what it launches each into a cgroup of its own. Done without, and said, where this
        /// process may not make any.
        CGROUPS,
        /// Has the kernel kill what it launches when this JVM dies.
        ENDS_WITH_PARENT,
        /// Does not try to have a umask apart from the JVM's, which some containers refuse; a shell
        /// then sets a program's umask.
        SHARED_UMASK
    }

    /// @throws dev.taskmaster.launch.LaunchException if the system has no descriptors left
    public PosixLauncher(Option... options) {
        this(Set.of(options));
    }

    /// @throws dev.taskmaster.launch.LaunchException if the system has no descriptors left
    public PosixLauncher(Set<Option> options) {
        // A parent that ignores it passes that on, and the kernel then forgets how children ended.
        Libc.unignore(Libc.SIGCHLD);
        var able = EnumSet.allOf(Capability.class);
        if (!UserSwitch.isPossible()) {
            able.remove(Capability.USER);
        }
        if (!LimitHop.isPossible()) {
            able.remove(Capability.LIMITS);
        }
        capabilities = Collections.unmodifiableSet(able);
        var children = new Children();
        reactor = new Reactor();
        var cgroups =
                options.contains(Option.CGROUPS)
                        ? Cgroups.tried(reactor)
                        : Optional.<Cgroups>empty();
        orphans =
                options.contains(Option.SUBREAPER)
                        ? Optional.of(new Orphans(children))
                        : Optional.empty();
        spawner = new Spawner(reactor, keepers, children, orphans, cgroups, Set.copyOf(options));
    }

    /// {@return whether this launcher works here: Linux 5.4 or newer on x86-64 or aarch64, glibc
    /// 2.34 or newer, with native access enabled and no sandbox that refuses pidfds}
    public static boolean isAvailable() {
        if (!Platform.isSupported()) {
            return false;
        }
        var pidfd = Libc.pidfd_open(Libc.getpid());
        if (pidfd >= 0) {
            Libc.close(pidfd);
        }
        return pidfd >= 0;
    }

    @Override
    public String name() {
        return "posix";
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public void launch(LaunchRequest request, LaunchObserver observer) {
        spawner.launch(request, observer);
    }

    @Override
    public void retire(ProcessName name) {
        spawner.retire(name);
    }

    @Override
    public void adopt(LaunchRequest request, String trace, LaunchObserver observer) {
        spawner.adopt(request, trace, observer);
    }

    @Override
    public List<Descendant> descendants(long pid) {
        var marker = Marker.in(ProcFs.environ((int) pid));
        var cgroup = Cgroups.of((int) pid, reactor);
        return new Descendants((int) pid, marker, orphans, cgroup).list();
    }

    @Override
    public Set<Path> kept(Path folder) {
        return Trace.kept(folder);
    }

    @Override
    public void close() {
        spawner.close();
        reactor.close();
        orphans.ifPresent(Orphans::close);
        keepers.close();
    }
}
