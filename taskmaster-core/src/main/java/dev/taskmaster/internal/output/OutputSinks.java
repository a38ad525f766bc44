package dev.taskmaster.internal.output;

import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.spec.Rotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The log files that are written now: one open file per path, however many processes write there.
///
/// A file with one writer gets exactly the bytes of that writer. While it has several, each line in
/// it comes from one of them: a line without its end yet is kept back until the end comes, or more
/// than 64 KiB of it, or its writer closes. An unfinished line that is in the file already when
/// somebody else writes is ended first. What is kept back of what comes by a pipe stays in the
/// pipe, the rest in memory, where a crash of the JVM loses it.
///
/// When a file cannot be written, because the disk is full for example, the bytes stay with their
/// writer, as [OutputSink] says. A file or folder that was deleted is noticed when the file is
/// rotated or reopened: the file is made again; while its folder is missing, output is held. No
/// folder is ever made.
///
/// May be used by any thread. Where a disk hangs, whoever uses that very file waits, and nobody
/// else.
public final class OutputSinks {
    private final OpenFile.Opening opening;
    private final Map<Path, Use> uses = new HashMap<>(); // guarded by this
    private final Set<Path> shared = new HashSet<>(); // guarded by this

    /// A file, and how many have a sink for it or are about to get one.
    private static final class Use {
        private final SharedFile file;
        private int count;

        private Use(SharedFile file) {
            this.file = file;
        }
    }

    public OutputSinks() {
        this(OpenFile.Opening.here());
    }

    OutputSinks(OpenFile.Opening opening) {
        this.opening = opening;
    }

    /// Is told what becomes of the output of one process, by the thread that writes it. Returns at
    /// once.
    public interface Observer {
        /// Output is held back from now on.
        ///
        /// @param reason what went wrong, such as `No space left on device`
        void held(String reason);

        /// Nothing is held back any more.
        void resumed();
    }

    /// Opens a sink for one process. Its file is closed when all sinks for it are.
    ///
    /// @param path the file; it is created if there is none
    /// @param rotation when it is put aside; applies to all who write there
    /// @param observer is told when output is held
    /// @throws IOException if it cannot be opened, with a message for people, such as `no such
    ///   folder: /var/log/web`
    public PipeSink open(Path path, Rotation rotation, Observer observer) throws IOException {
        var real = RotatingFile.real(path);
        var file = use(real, path);
        try {
            return file.attach(rotation, observer, () -> leave(real));
        } catch (IOException | RuntimeException | Error e) {
            leave(real);
            throw e;
        }
    }

    private synchronized SharedFile use(Path real, Path path) {
        var use =
                uses.computeIfAbsent(
                        real, _ -> new Use(new SharedFile(real, opening, shared.contains(path))));
        use.count++;
        return use.file;
    }

    private void leave(Path real) {
        unused(real).ifPresent(SharedFile::close);
    }

    private synchronized Optional<SharedFile> unused(Path real) {
        var use = uses.get(real);
        use.count--;
        return use.count == 0 ? Optional.of(uses.remove(real).file) : Optional.empty();
    }

    private synchronized List<SharedFile> all() {
        return uses.values().stream().map(use -> use.file).toList();
    }

    /// Says of files that several are about to write there.
    public synchronized void expectSeveral(Set<Path> paths) {
        shared.addAll(paths);
    }

    /// Changes when a file is put aside, from the next write on. Does nothing if it is not open.
    public void configure(Path path, Rotation rotation) {
        try {
            inUse(RotatingFile.real(path)).ifPresent(file -> file.configure(rotation));
        } catch (IOException e) {
            // Its folder is gone: it is held, and gets its rotation when it is opened next.
        }
    }

    private synchronized Optional<SharedFile> inUse(Path real) {
        return Optional.ofNullable(uses.get(real)).map(use -> use.file);
    }

    /// Opens all files anew, after others renamed them: what `SIGUSR2` is for. Where that fails,
    /// the old file stays in use.
    ///
    /// @return what went wrong, one line for each file
    public List<String> reopen() {
        var problems = new ArrayList<String>();
        for (var file : all()) {
            try {
                file.reopen();
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        return List.copyOf(problems);
    }
}
