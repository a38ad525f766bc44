package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Prctl;
import dev.taskmaster.internal.libc.Spawn;
import dev.taskmaster.internal.libc.Waitid;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one thread that reaps what nobody else waits for, in a process that inherits orphans: the
/// first one of a PID namespace, or one that asked for it (`man 2 PR_SET_CHILD_SUBREAPER`).
///
/// It sleeps in the kernel until a child dies. Children of this launcher are left to whoever
/// releases them. So are those of [java.lang.Process] and other code in this JVM, which nothing
/// tells of; but a process that is in a session which is not the JVM's, and which it does not lead
/// either, cannot be one: it was born into that session by somebody else. All others get [#GRACE],
/// far more than the JDK takes to reap a child.
///
/// `waitid` tells of the same dead child first as long as nobody reaps it, so when that one is to
/// be left alone for now, the others are looked up in `/proc`, and looked at again and again for
/// that time only.
final class Orphans implements AutoCloseable {
    /// How long a dead child that could be somebody's is left to him.
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final int LOOKS_MAX = 3;

    private static final Duration PAUSE_MIN = Duration.ofMillis(10);
    private static final Duration PAUSE_MAX = Duration.ofMillis(500);

    /// Without any child there is nothing to sleep in. Then orphans can come only from processes
    /// that somebody put into our PID namespace from outside, or that other code here starts.
    private static final Duration CHILDLESS = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(Orphans.class.getPackageName());

    private final Children children;
    private final Thread thread = new Thread(this::run, "taskmaster-orphans");
    private volatile boolean closing;
    private volatile Look latest = new Look(Long.MIN_VALUE, List.of());

    // Only used by the thread itself:
    private final int session = Libc.getsid(0);
    private Map<Integer, Long> suspects = new HashMap<>();
    private Duration pause = PAUSE_MIN;

    /// Who was there at a moment, by [System#nanoTime].
    private record Look(long at, List<Orphan> orphans) {}

    /// An orphan that lives, or did a moment ago.
    ///
    /// @param environ as in `/proc/PID/environ`
    record Orphan(int pid, int session, String environ) {
        boolean hasAny(Optional<Marker> marker) {
            return marker.isPresent() && marker.get().isIn(environ);
        }
    }

    /// Becomes the parent of orphans, and reaps them from now on.
    ///
    /// @param children whom not to reap
    Orphans(Children children) {
        this.children = children;
        Failures.check(Prctl.prctl(Prctl.PR_SET_CHILD_SUBREAPER, 1), "become a subreaper");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closing) {
            try {
                round();
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "interrupted, which is not how this thread ends", e);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "cannot reap an orphan", e);
            }
        }
    }

    private void round() throws InterruptedException {
        var changes = children.changes();
        var dead = aDeadChild();
        if (closing) {
            return;
        }
        if (dead < 0) {
            children.awaitChange(changes, CHILDLESS);
        } else if (children.contains(dead)) {
            children.awaitChange(changes, CHILDLESS);
        } else if (isNobodys(dead)) {
            reap(dead);
        } else {
            lookAtAll();
        }
    }

    /// {@return the first child that is dead, once there is one; a negative number if there is no
    /// child at all}
    private static int aDeadChild() {
        try (var info = new Waitid.Siginfo()) {
            int result;
            do {
                result = Waitid.waitid(Waitid.P_ALL, 0, info, Waitid.WEXITED | Waitid.WNOWAIT);
            } while (result == -Errno.EINTR);
            return result < 0 ? result : info.si_pid();
        }
    }

    private boolean isNobodys(int pid) {
        var its = Libc.getsid(pid);
        return its >= 0 && its != pid && its != session;
    }

    private void reap(int pid) {
        children.reapUnlessOwned(
                pid,
                () -> {
                    try (var info = new Waitid.Siginfo()) {
                        Waitid.waitid(Waitid.P_PID, pid, info, Waitid.WEXITED | Waitid.WNOHANG);
                    }
                });
    }

    private void lookAtAll() throws InterruptedException {
        var now = System.nanoTime();
        var still = new HashMap<Integer, Long>();
        for (var pid : ProcFs.children()) {
            if (!children.contains(pid) && ProcFs.isZombie(pid)) {
                var since = suspects.getOrDefault(pid, now);
                if (isNobodys(pid) || now - since >= GRACE.toNanos()) {
                    reap(pid);
                } else {
                    still.put(pid, since);
                }
            }
        }
        var anyNew = !new HashSet<>(suspects.keySet()).containsAll(still.keySet());
        suspects = still;
        if (!still.isEmpty()) {
            pause = anyNew ? PAUSE_MIN : longer(pause);
            Thread.sleep(pause);
        }
    }

    /// {@return the orphans that live; of children of other code in this JVM nobody can tell that
    /// they are none}
    ///
    /// @param since who was an orphan at this moment is among them: when many processes have died
    ///   at once, one look does for all of them
    List<Orphan> living(long since) {
        if (latest.at() == Long.MIN_VALUE || latest.at() - since < 0) {
            var looks = 1;
            while (!look() && looks < LOOKS_MAX) {
                looks++;
            }
        }
        return latest.orphans();
    }

    /// @return whether all were seen: whoever died meanwhile may have left children
    private boolean look() {
        var now = System.nanoTime();
        var pids = ProcFs.children().stream().filter(pid -> !children.contains(pid)).toList();
        var orphans =
                pids.stream()
                        .map(pid -> new Orphan(pid, Libc.getsid(pid), ProcFs.environ(pid)))
                        .toList();
        latest = new Look(now, orphans);
        return pids.stream().allMatch(pid -> ProcFs.identity(pid).isPresent());
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }

    /// Orphans go elsewhere from now on, unless this is the first process of all.
    @Override
    public void close() {
        closing = true;
        Prctl.prctl(Prctl.PR_SET_CHILD_SUBREAPER, 0);
        children.tell();
        // Nothing but the death of a child wakes the thread out of the kernel.
        var attributes =
                new Spawn.Attributes(Spawn.POSIX_SPAWN_SETSIGMASK | Spawn.POSIX_SPAWN_SETSIGDEF);
        try (var spawn = new Spawn(attributes)) {
            var pid = spawn.posix_spawn("/bin/true", List.of("true"), List.of());
            if (pid > 0) {
                Threads.join(thread);
                waitFor(pid);
            }
        }
    }

    private static void waitFor(int pid) {
        try (var info = new Waitid.Siginfo()) {
            Waitid.waitid(Waitid.P_PID, pid, info, Waitid.WEXITED);
        }
    }
}
