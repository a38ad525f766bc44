package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.launch.UmaskShell;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Spawn;
import dev.taskmaster.internal.libc.Waitid;
import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Makes a cgroup for each launch, below the one that this process is in, and finds those of
/// earlier supervisors (`man 7 cgroups`, version 2). No controller is switched on for them: they
/// only tell who belongs to whom.
final class Cgroups {
    private static final int MODE = 0755;
    private static final String PREFIX = "taskmaster.";

    /// `36 35 98:0 /root /mount/point options [tags] - type source options`: `man 5
    /// proc_pid_mountinfo`.
    private static final Pattern MOUNT =
            Pattern.compile("\\S+ \\S+ \\S+ (\\S+) (\\S+) .*? - cgroup2 .*");

    /// The line of version 2 in `/proc/PID/cgroup`.
    private static final String VERSION_2 = "0::";

    /// A process is in its cgroup long before that is as old as this.
    private static final Duration ENTERED = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(Cgroups.class.getPackageName());

    private final Path own;
    private final Reactor reactor;

    private Cgroups(Path own, Reactor reactor) {
        this.own = own;
        this.reactor = reactor;
    }

    /// {@return what makes them below this process's own; empty if that is not possible here, which
    /// is said}
    static Optional<Cgroups> tried(Reactor reactor) {
        try {
            return Optional.of(
                    below(
                            folder(lines("self/cgroup"), lines("self/mountinfo"))
                                    .orElseThrow(() -> new LaunchException("none is mounted")),
                            reactor));
        } catch (LaunchException e) {
            LOG.log(
                    Level.WARNING,
                    "programs get no cgroups of their own: {0}; what leaves its process group is"
                            + " found as far as /proc tells",
                    e.getMessage());
            return Optional.empty();
        }
    }

    /// @throws LaunchException if this process may make none there, or put no process into it
    static Cgroups below(Path own, Reactor reactor) {
        var cgroups = new Cgroups(own, reactor);
        cgroups.sweep();
        cgroups.tryOne();
        return cgroups;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc").resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    /// {@return where a cgroup is mounted}
    ///
    /// @param cgroup the lines of `/proc/PID/cgroup`
    /// @param mounts the lines of `/proc/self/mountinfo`
    static Optional<Path> folder(List<String> cgroup, List<String> mounts) {
        var path = path(cgroup);
        return mounts.stream()
                .map(MOUNT::matcher)
                .filter(mount -> mount.matches())
                .flatMap(
                        mount ->
                                path
                                        .filter(it -> it.startsWith(mount.group(1)))
                                        .map(Path.of(mount.group(1))::relativize)
                                        .map(Path.of(mount.group(2))::resolve)
                                        .stream())
                .map(Path::normalize)
                .findFirst();
    }

    private static Optional<Path> path(List<String> cgroup) {
        return cgroup.stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> Path.of(line.substring(VERSION_2.length())))
                .findFirst();
    }

    /// Removes what nobody is in any more: an earlier supervisor died before it could.
    private void sweep() {
        var old = Instant.now().minus(ENTERED);
        try (var folders = Files.newDirectoryStream(own, PREFIX + "*")) {
            for (var folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                    new Cgroup(folder, reactor).removeIfEmpty();
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "not all was looked at", e);
        }
    }

    /// Whether a process may be put into one, nobody can tell but the kernel.
    private void tryOne() {
        var name = "try-%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
        var cgroup = make(PREFIX + name);
        var attributes =
                new Spawn.Attributes(Spawn.POSIX_SPAWN_SETSIGMASK | Spawn.POSIX_SPAWN_SETSIGDEF);
        try (var spawn = new Spawn(attributes);
                var info = new Waitid.Siginfo()) {
            var entering = "exec 2>/dev/null; echo 0 >\"$0\"";
            var argv = List.of(UmaskShell.SHELL, "-c", entering, cgroup.procs().toString());
            var pid = spawn.posix_spawn(UmaskShell.SHELL, argv, List.of());
            Failures.check(pid, "start " + UmaskShell.SHELL);
            Waitid.waitid(Waitid.P_PID, pid, info, Waitid.WEXITED);
            if (info.si_status() != 0) {
                throw new LaunchException("no process can be put into one below " + own);
            }
        } finally {
            cgroup.remove();
        }
    }

    /// {@return a new one for a launch; empty if the kernel refuses, which is said}
    Optional<Cgroup> make(Marker marker) {
        try {
            return Optional.of(make(name(marker)));
        } catch (LaunchException e) {
            LOG.log(Level.WARNING, "a program is started without a cgroup: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private Cgroup make(String name) {
        var folder = own.resolve(name);
        Failures.check(Libc.mkdir(folder.toString(), MODE), "make " + folder);
        return new Cgroup(folder, reactor);
    }

    /// {@return the one of a launch whose process is gone; empty if it is gone too, or was made
    /// elsewhere}
    Optional<Cgroup> left(Marker marker) {
        return Optional.of(own.resolve(name(marker)))
                .filter(Files::isDirectory)
                .map(it -> new Cgroup(it, reactor));
    }

    /// {@return the one that was made for a launch by an earlier supervisor; empty if none was, or
    /// its process has been moved to another}
    static Optional<Cgroup> adopted(int pid, Marker marker, Reactor reactor) {
        return of(pid, folder -> folder.endsWith(name(marker)), reactor);
    }

    /// {@return the one that was made for a process; empty if none was, or it has been moved to
    /// another}
    ///
    /// @param pid what a launcher in this JVM has started
    static Optional<Cgroup> of(int pid, Reactor reactor) {
        var ours = path(lines("self/cgroup"));
        return of(
                pid,
                folder ->
                        folder.getFileName().toString().startsWith(PREFIX)
                                && ours.filter(it -> it.startsWith(folder)).isEmpty(),
                reactor);
    }

    private static Optional<Cgroup> of(int pid, Predicate<Path> isIts, Reactor reactor) {
        var cgroup = lines(pid + "/cgroup");
        return path(cgroup).filter(it -> it.getNameCount() > 0).filter(isIts).isPresent()
                ? folder(cgroup, lines("self/mountinfo")).map(it -> new Cgroup(it, reactor))
                : Optional.empty();
    }

    /// A marker's value has no equal in its last part alone, too.
    private static String name(Marker marker) {
        return PREFIX + Path.of(marker.value()).getFileName();
    }
}
