package dev.taskmaster.internal.posix;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// The children that a launcher has started and not released yet: dead or alive, nobody else may
/// reap them. Any thread may call its methods.
final class Children {
    /// By process id, what started it: an id may be in use again before its last owner is removed.
    private final Map<Integer, Object> owners = new ConcurrentHashMap<>();

    /// Held while a process is spawned and while one is judged to be nobody's, so that none is
    /// judged between its birth and its entry here.
    private final Object judgement = new Object();

    /// Guarded by this.
    private long changes;

    /// Spawns a process and enters it.
    ///
    /// @param owner whose it is
    /// @param spawn returns its process id, or a negative number if there is none
    int spawn(Object owner, IntSupplier spawn) {
        int pid;
        synchronized (judgement) {
            pid = spawn.getAsInt();
            if (pid > 0) {
                owners.put(pid, owner);
            }
        }
        tell();
        return pid;
    }

    /// Enters a child that was not spawned here.
    void adopt(int pid, Object owner) {
        synchronized (judgement) {
            owners.put(pid, owner);
        }
        tell();
    }

    /// A process is reaped, or given up.
    void release(int pid, Object owner) {
        owners.remove(pid, owner);
        tell();
    }

    boolean contains(int pid) {
        return owners.containsKey(pid);
    }

    /// Reaps a process unless somebody here waits for it.
    void reapUnlessOwned(int pid, Runnable reap) {
        synchronized (judgement) {
            if (!contains(pid)) {
                reap.run();
            }
        }
    }

    /// {@return how often something has changed here}
    synchronized long changes() {
        return changes;
    }

    /// Waits until something has changed here since a count of [#changes], or some time has passed.
    synchronized void awaitChange(long seen, Duration patience) throws InterruptedException {
        if (changes == seen) {
            wait(patience.toMillis());
        }
    }

    /// Wakes whoever waits.
    synchronized void tell() {
        changes++;
        notifyAll();
    }
}
