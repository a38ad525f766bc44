package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The cgroup of one launch: all who descend from its process are in it, or in one below, wherever
/// else they went. Its methods may be called by any thread.
final class Cgroup implements Reactor.Watch {
    /// Who was killed is in it until he is dead.
    private static final Duration DYING_MAX = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final System.Logger LOG = System.getLogger(Cgroup.class.getPackageName());

    private final Path folder;
    private final Reactor reactor;
    private final long token;

    // Guarded by this:
    private boolean killed;
    private int events = -1;

    Cgroup(Path folder, Reactor reactor) {
        this.folder = folder;
        this.reactor = reactor;
        token = reactor.newToken();
    }

    /// {@return the file that a process enters it by}
    Path procs() {
        return folder.resolve("cgroup.procs");
    }

    /// {@return who is in it, without zombies}
    List<Integer> members() {
        var members = new ArrayList<Integer>();
        for (var each : all(folder)) {
            try {
                Files.readAllLines(each.resolve("cgroup.procs")).stream()
                        .map(Integer::valueOf)
                        .forEach(members::add);
            } catch (IOException e) {
                // It is gone.
            }
        }
        return members;
    }

    /// Kills all who are in it at once, so that nobody gets away by having a child meanwhile.
    ///
    /// Before Linux 5.14 nothing happens.
    synchronized void kill() {
        killed = true;
        try {
            Files.writeString(folder.resolve("cgroup.kill"), "1", StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "left to kill(2)", e);
        }
    }

    /// Removes it as soon as nobody is left in it.
    synchronized void remove() {
        if (removeIfEmpty() || events >= 0) {
            return;
        }
        var opening = Libc.O_RDONLY | Libc.O_CLOEXEC;
        events = Libc.open(folder.resolve("cgroup.events").toString(), opening, 0);
        try {
            Failures.check(events, "watch " + folder);
            // Told once for now, and then whenever the last one has left.
            reactor.watch(events, Epoll.EPOLLPRI | Epoll.EPOLLET, token, this);
        } catch (LaunchException e) {
            LOG.log(Level.DEBUG, "left for a later supervisor to remove", e);
            closeEvents();
        }
    }

    @Override
    public synchronized void ready(int ready) {
        if (events >= 0 && removeIfEmpty()) {
            reactor.unwatch(events, token);
            closeEvents();
        }
    }

    @Override
    public synchronized void abandon() {
        closeEvents();
        var until = System.nanoTime() + DYING_MAX.toNanos();
        while (!removeIfEmpty() && killed && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void closeEvents() {
        Libc.close(events);
        events = -1;
    }

    /// {@return whether it is not there any more: nobody was in it}
    boolean removeIfEmpty() {
        try {
            if (Files.readString(folder.resolve("cgroup.events")).contains("populated 1")) {
                return false;
            }
            for (var each : all(folder).reversed()) {
                Files.deleteIfExists(each);
            }
            return true;
        } catch (IOException e) {
            return Files.notExists(folder);
        }
    }

    /// {@return a folder and all below it, each before those below}
    private static List<Path> all(Path folder) {
        try (var below = Files.newDirectoryStream(folder, Files::isDirectory)) {
            var all = Stream.<Path>builder().add(folder);
            below.forEach(it -> all(it).forEach(all));
            return all.build().toList();
        } catch (IOException | DirectoryIteratorException e) {
            // It is gone.
            return List.of();
        }
    }
}
