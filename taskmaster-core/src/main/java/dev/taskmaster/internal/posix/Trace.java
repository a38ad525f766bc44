package dev.taskmaster.internal.posix;

import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.spec.Isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What tells a process from every other, even from one with the same process id later.
///
/// @param startTicks when it started, in clock ticks since the system did
/// @param boot which run of the system that was in
/// @param inode of a pidfd for it: its own since Linux 6.9, the same for all before
record Trace(int pid, long startTicks, String boot, long inode) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern TEXT =
            Pattern.compile("pid=(\\d{1,9}) start=(\\d{1,18}) boot=(\\S+) inode=(\\d{1,18})");

    /// Read once, when it is first asked for.
    private static final class Boot {
        private static final String ID = read();

        private static String read() {
            try {
                return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
            } catch (IOException e) {
                return "unknown";
            }
        }
    }

    /// {@return the trace of a process, or empty if it is gone}
    ///
    /// @param pidfd a descriptor for it
    static Optional<Trace> of(int pid, int pidfd) {
        try {
            var link = PROC.resolve("self/fd").resolve(Integer.toString(pidfd));
            var inode = (long) Files.getAttribute(link, "unix:ino");
            return ProcStat.of(pid).map(stat -> new Trace(pid, stat.startTicks(), Boot.ID, inode));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// {@return what [#toString] has made, or empty if the text is not that}
    static Optional<Trace> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Trace(
                                Integer.parseInt(matcher.group(1)),
                                Long.parseLong(matcher.group(2)),
                                matcher.group(3),
                                Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    /// {@return the process id of what was launched with a `keep`, or empty if it is not there}
    ///
    /// Its descendants have inherited the mark; it is the oldest, and leads what it was given.
    static Optional<Integer> find(Path keep, Isolation isolation) {
        var mark = LaunchRequest.KEEP_VARIABLE + "=" + keep;
        try (var processes = Files.list(PROC)) {
            return processes
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Integer::valueOf)
                    .filter(pid -> environment(pid).anyMatch(mark::equals))
                    .flatMap(pid -> ProcStat.of(pid).stream())
                    .filter(
                            stat ->
                                    switch (isolation) {
                                        case SESSION -> stat.session() == stat.pid();
                                        case GROUP -> stat.group() == stat.pid();
                                        case NONE -> true;
                                    })
                    .min(
                            Comparator.comparingLong(ProcStat::startTicks)
                                    .thenComparing(ProcStat::pid))
                    .map(ProcStat::pid);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// {@return what in a folder any process was kept by}
    static Set<Path> kept(Path folder) {
        var mark = LaunchRequest.KEEP_VARIABLE + "=";
        try (var processes = Files.list(PROC)) {
            return processes
                    .map(it -> it.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .flatMap(pid -> environment(Integer.parseInt(pid)))
                    .filter(variable -> variable.startsWith(mark))
                    .map(variable -> Path.of(variable.substring(mark.length())))
                    .filter(keep -> folder.equals(keep.getParent()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static Stream<String> environment(int pid) {
        try {
            var bytes = Files.readAllBytes(ProcStat.folder(pid).resolve("environ"));
            return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            // It is gone, or none of ours.
            return Stream.empty();
        }
    }

    @Override
    public String toString() {
        return "pid=%d start=%d boot=%s inode=%d".formatted(pid, startTicks, boot, inode);
    }
}
