package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.status.Descendant;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What descends from one process, wherever it went. Used by one thread at a time.
///
/// Where the process has a cgroup, they are in that. Whatever has left it, or where there is none,
/// `/proc` tells who is whose child. Whoever loses his parent is no longer linked to what he
/// descends from. Three things find him again: he was noted while the link was there; he is in the
/// session that the process leads; or he has inherited the [Marker] of the process. The last two
/// are looked for among the orphans that this process has inherited, so only where it is a
/// subreaper.
final class Descendants {
    /// Each round finds what was born in the one before. Whoever is stopped has no more children,
    /// so one that finds nobody new comes soon.
    private static final int ROUNDS_MAX = 20;

    private final int leader;
    private final Optional<Marker> marker;
    private final Optional<Orphans> orphans;
    private final Optional<Cgroup> cgroup;
    private Set<ProcFs.Identity> noted = Set.of();

    /// @param leader the process
    /// @param marker what it has in its environment, and all that inherit that; empty if nothing
    /// @param orphans where those are who lost their parent; empty if not here
    /// @param cgroup the one that was made for it; empty if none was
    Descendants(
            int leader,
            Optional<Marker> marker,
            Optional<Orphans> orphans,
            Optional<Cgroup> cgroup) {
        this.leader = leader;
        this.marker = marker;
        this.orphans = orphans;
        this.cgroup = cgroup;
    }

    /// Notes who there is, while the process lives: afterwards it may be too late.
    void note() {
        var found = new LinkedHashMap<Integer, ProcFs.Identity>();
        noted.stream().filter(ProcFs::isThere).forEach(it -> found.put(it.pid(), it));
        found.putAll(below(ProcFs.children(leader).stream()));
        noted = new LinkedHashSet<>(found.values());
    }

    /// Sends all of them a signal. For SIGKILL all are stopped first, so that none can get away by
    /// having a child meanwhile.
    ///
    /// @param gone since when the process is gone, by [System#nanoTime]; empty if it is not. Its
    ///   process id may be another's then
    void signal(int signal, OptionalLong gone) {
        if (signal == Libc.SIGKILL) {
            cgroup.ifPresent(Cgroup::kill);
        }
        var lost = lost(gone.orElseGet(System::nanoTime));
        var found = all(gone.isEmpty(), lost);
        if (lost.isEmpty() && found.isEmpty()) {
            return;
        }
        if (signal == Libc.SIGKILL) {
            found = stopped(gone.isEmpty(), found);
        }
        found.forEach(it -> it.signal(signal));
    }

    /// Stops all, until nobody is found who was not there before.
    private Set<ProcFs.Identity> stopped(boolean isThere, Set<ProcFs.Identity> first) {
        var before = first;
        for (var i = 0; i < ROUNDS_MAX; i++) {
            before.forEach(it -> it.signal(Libc.SIGSTOP));
            var now = all(isThere, lost(System.nanoTime()));
            if (before.containsAll(now)) {
                break;
            }
            before = now;
        }
        return before;
    }

    /// The process is gone for good, and so are they, or they are left alone.
    void release() {
        cgroup.ifPresent(Cgroup::remove);
    }

    /// {@return all of them, as they are now}
    List<Descendant> list() {
        return all(true, lost(System.nanoTime())).stream()
                .flatMap(it -> ProcStat.of(it.pid()).stream())
                .map(it -> new Descendant(it.pid(), it.parent(), ProcFs.command(it.pid())))
                .toList();
    }

    /// {@return the orphans that descend from it, of whom some may be gone by now}
    ///
    /// @param since see [Orphans#living]
    private List<Integer> lost(long since) {
        return orphans.stream()
                .flatMap(it -> it.living(since).stream())
                .filter(it -> it.session() == leader || it.hasAny(marker))
                .map(Orphans.Orphan::pid)
                .toList();
    }

    /// @param isThere whether the process itself is
    private Set<ProcFs.Identity> all(boolean isThere, List<Integer> lost) {
        var children = isThere ? ProcFs.children(leader) : List.<Integer>of();
        var known = noted.stream().filter(ProcFs::isThere).map(ProcFs.Identity::pid);
        var members = cgroup.stream().flatMap(it -> it.members().stream());
        var all =
                below(
                        Stream.of(children.stream(), known, lost.stream(), members)
                                .flatMap(it -> it));
        all.remove(leader);
        return new LinkedHashSet<>(all.values());
    }

    /// Those that are there, and all below them.
    private static Map<Integer, ProcFs.Identity> below(Stream<Integer> roots) {
        var found = new LinkedHashMap<Integer, ProcFs.Identity>();
        var waiting = roots.collect(Collectors.toCollection(LinkedHashSet::new));
        while (!waiting.isEmpty()) {
            int pid = waiting.removeFirst();
            var identity = ProcFs.identity(pid);
            if (identity.isPresent() && found.putIfAbsent(pid, identity.get()) == null) {
                waiting.addAll(ProcFs.children(pid));
            }
        }
        return found;
    }
}
