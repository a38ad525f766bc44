package dev.taskmaster.internal.loop;

import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.internal.journal.Journal;
import dev.taskmaster.internal.journal.Recovered;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What a later supervisor needs to go on where this one dies: the journal, and the paths by which
/// launches are kept. Belongs to the loop's thread once that runs.
public final class Survival {
    private static final System.Logger LOG = System.getLogger(Survival.class.getPackageName());
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Journal journal;
    private final Path keeps;
    private final String life;
    private final Recovered recovered;
    private final Map<Integer, Recovered.Left> left = new HashMap<>();
    private Optional<Duration> retryAt = Optional.empty();
    private int launches;

    private Survival(Journal journal, Path keeps, String life, Recovered recovered) {
        this.journal = journal;
        this.keeps = keeps;
        this.life = life;
        this.recovered = recovered;
        recovered.left().forEach(it -> left.put(it.memory().id(), it));
    }

    /// Reads what an earlier supervisor has left in a folder, which belongs to one supervisor at a
    /// time; makes the folder if there is none.
    ///
    /// @throws IOException if the folder cannot be used
    public static Survival in(Path stateDir) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var keeps = stateDir.resolve("keep");
        Files.createDirectories(keeps, owner);
        var boot = Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
        var journal = Journal.in(stateDir, boot);
        var recovered = journal.read();
        recovered.problems().forEach(problem -> LOG.log(Level.WARNING, problem));
        // No two lives of a supervisor begin in the same nanosecond.
        var now = Instant.now();
        var life = Long.toString(now.getEpochSecond(), 36) + Long.toString(now.getNano(), 36);
        var survival = new Survival(journal, keeps, life, recovered);
        if (recovered.problems().isEmpty()) {
            survival.sweep(recovered.left());
        }
        return survival;
    }

    /// Removes what nobody needs any more of what launches have kept. What has no suffix is the
    /// launcher's own.
    private void sweep(List<Recovered.Left> inUse) throws IOException {
        var needed = new HashSet<String>();
        inUse.forEach(it -> it.keep().ifPresent(keep -> needed.add(name(keep))));
        try (var files = Files.list(keeps)) {
            for (var file : files.toList()) {
                var base = name(file).replaceFirst("\\.[a-z]+$", "");
                if (!base.equals(name(file)) && !needed.contains(base)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /// {@return what an earlier supervisor knew of its processes}
    List<Remembered> memories() {
        return recovered.left().stream().map(Recovered.Left::memory).toList();
    }

    /// {@return how to find a process of an earlier supervisor; empty if it never came so far as to
    /// launch it}
    Optional<Recovered.Left> left(int id) {
        return Optional.ofNullable(left.remove(id)).filter(it -> it.keep().isPresent());
    }

    void remember(Remembered memory) {
        journal.remember(memory);
    }

    void erase(int id) {
        journal.erase(id);
    }

    /// {@return what the next launch is kept by}
    Path launching(int id) {
        launches++;
        var keep = keeps.resolve(life + "-" + launches);
        journal.launching(id, keep);
        return keep;
    }

    void launched(int id, String trace) {
        journal.launched(id, trace);
    }

    /// Writes down what is not yet. Trouble with that keeps nothing from being done: it is said
    /// once, and tried again after a second.
    void flush(Supplier<List<Remembered>> memories, Moment now) {
        if (retryAt.filter(at -> at.compareTo(now.uptime()) > 0).isPresent()) {
            return;
        }
        try {
            if (journal.isBehind() || journal.isLong()) {
                journal.rewrite(memories.get());
            } else {
                journal.flush();
            }
            if (retryAt.isPresent()) {
                retryAt = Optional.empty();
                LOG.log(Level.INFO, "the journal {0} can be written again", journal.file());
            }
        } catch (IOException e) {
            if (retryAt.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "cannot write the journal {0}: {1}; should the supervisor die before it can,"
                                + " the next one knows only what was before",
                        journal.file(),
                        e.getMessage());
            }
            retryAt = Optional.of(now.uptime().plus(RETRY));
        }
    }

    /// {@return when, by uptime, [#flush] is to be tried again}
    Optional<Duration> retryAt() {
        return retryAt;
    }

    /// The supervisor has ended in order.
    void finish() {
        try {
            journal.finish();
            sweep(List.of());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the journal {0}: {1}",
                    journal.file(),
                    e.getMessage());
        }
    }
}
