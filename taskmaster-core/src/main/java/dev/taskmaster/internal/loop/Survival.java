package dev.taskmaster.internal.loop;

import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.internal.engine.Remembered;
import dev.taskmaster.internal.journal.Journal;
import dev.taskmaster.internal.journal.Recovered;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.ProcessName;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What a later supervisor needs to go on where this one dies: the journal, and the paths by which
/// launches are kept. Belongs to the loop's thread once that runs.
public final class Survival {
    private static final System.Logger LOG = System.getLogger(Survival.class.getPackageName());
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /// So that it fits into the name of a file.
    private static final int NAME_MAX = 150;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Journal journal;
    private final Path keeps;
    private final String life;
    private final Recovered recovered;
    private final Map<Integer, Recovered.Left> left = new HashMap<>();

    /// By the names of processes, what lives that the journal does not know of.
    private final Map<String, Path> strays;

    /// The strays that are being taken up.
    private final Set<Path> found = new HashSet<>();

    private Optional<Duration> retryAt = Optional.empty();
    private int launches;

    private Survival(
            Journal journal,
            Path keeps,
            String life,
            Recovered recovered,
            Map<String, Path> strays) {
        this.journal = journal;
        this.keeps = keeps;
        this.life = life;
        this.recovered = recovered;
        this.strays = strays;
        recovered.left().forEach(it -> left.put(it.memory().id(), it));
    }

    /// Reads what an earlier supervisor has left in a folder, which belongs to one supervisor at a
    /// time; makes the folder if there is none.
    ///
    /// @param launcher finds processes that the journal does not know of, because it was damaged or
    ///   could not be written
    /// @throws IOException if the folder cannot be used
    public static Survival in(Path stateDir, ProcessLauncher launcher) throws IOException {
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
        var strays = isEmpty(keeps) ? Map.<String, Path>of() : strays(recovered, launcher, keeps);
        var survival = new Survival(journal, keeps, life, recovered, new HashMap<>(strays));
        var inUse = new HashSet<>(strays.values());
        recovered.left().forEach(it -> it.keep().ifPresent(inUse::add));
        survival.sweep(inUse);
        return survival;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static Map<String, Path> strays(
            Recovered recovered, ProcessLauncher launcher, Path keeps) {
        var known = new HashSet<Path>();
        recovered.left().forEach(it -> it.keep().ifPresent(known::add));
        var strays = new HashMap<String, Path>();
        for (var keep : launcher.kept(keeps)) {
            if (!known.contains(keep)) {
                var process = process(keep);
                strays.put(process, keep);
                LOG.log(
                        Level.WARNING,
                        "{0} of an earlier supervisor lives, but its journal does not say so: it is"
                                + " taken up when it is to be started",
                        process);
            }
        }
        return strays;
    }

    /// The name of a process, or what it was kept by if that has none: see [#NAME_MAX].
    private static String process(Path keep) {
        var parts = name(keep).split("-", 3);
        return parts.length == 3 ? URLDecoder.decode(parts[2], StandardCharsets.UTF_8) : name(keep);
    }

    /// Removes what nobody needs any more of what launches have kept. What has no suffix is the
    /// launcher's own.
    private void sweep(Set<Path> inUse) throws IOException {
        var needed = inUse.stream().map(Survival::name).collect(Collectors.toSet());
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
    Path launching(int id, ProcessName name) {
        var stray = strays.remove(name.toString());
        var keep = stray == null ? newKeep(name) : stray;
        if (stray != null) {
            found.add(keep);
        }
        journal.launching(id, keep);
        return keep;
    }

    private Path newKeep(ProcessName name) {
        launches++;
        var encoded = URLEncoder.encode(name.toString(), StandardCharsets.UTF_8);
        var fitting = encoded.length() > NAME_MAX ? "" : "-" + encoded;
        return keeps.resolve(life + "-" + launches + fitting);
    }

    /// Whether a launch needs none, because its process is there already.
    boolean isThere(Path keep) {
        return found.remove(keep);
    }

    void launched(int id, String trace) {
        journal.launched(id, trace);
    }

    /// What was told since the last time is read as a whole or not at all.
    void endStep() {
        journal.endStep();
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
            sweep(Set.of());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the journal {0}: {1}",
                    journal.file(),
                    e.getMessage());
        }
    }
}
