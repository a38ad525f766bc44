package dev.taskmaster.cli.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What became of the numbered lines in the logs.
final class Lines {
    private static final Pattern LINE = Pattern.compile("(p[0-9]+\\.[0-9]+\\.[0-9]+) ([0-9]+)");

    private static final int EXAMPLES_MAX = 4000;

    /// The number of the last line of each life.
    private final Map<String, Long> last = new HashMap<>();

    private long read;
    private long doubled;
    private long missing;
    private long torn;
    private final StringBuilder examples = new StringBuilder();

    /// Counts what is in all logs of a folder.
    ///
    /// @param lives who has printed them
    static Lines count(Path folder, Collection<Life> lives) {
        var lines = new Lines();
        try (var files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".log")).forEach(lines::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lives.forEach(lines::compare);
        return lines;
    }

    private void read(Path log) {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(wholeLog(log), StandardCharsets.ISO_8859_1))) {
            for (String line; (line = reader.readLine()) != null; ) {
                take(log, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The newest file of a log has no number; the oldest has the highest.
    private static InputStream wholeLog(Path log) {
        try (var files = Files.list(log.getParent())) {
            var name = log.getFileName().toString();
            List<InputStream> parts =
                    files.filter(file -> file.getFileName().toString().startsWith(name))
                            .sorted(Comparator.comparingInt(Lines::number).reversed())
                            .map(Lines::open)
                            .toList();
            return new SequenceInputStream(Collections.enumeration(parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".log") ? 0 : Integer.parseInt(name.replaceFirst(".*\\.", ""));
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Path log, String line) {
        read++;
        var match = LINE.matcher(line);
        if (!match.matches()) {
            torn++;
            say(log + ": torn: " + line);
            return;
        }
        var number = Long.parseLong(match.group(2));
        var before = last.getOrDefault(match.group(1), 0L);
        if (number <= before) {
            doubled++;
            say(log + ": a second time, or late: " + line);
            return;
        }
        missing(number - before - 1, log + ": before " + line);
        last.put(match.group(1), number);
    }

    private void compare(Life life) {
        var there = last.getOrDefault(life.id(), 0L);
        missing(Math.max(0, life.printed() - there), "at the end of " + life);
    }

    private void missing(long count, String where) {
        if (count > 0) {
            missing += count;
            say("%d missing %s".formatted(count, where));
        }
    }

    private void say(String what) {
        if (examples.length() < EXAMPLES_MAX) {
            examples.append(what).append('\n');
        }
    }

    long read() {
        return read;
    }

    long doubled() {
        return doubled;
    }

    long missing() {
        return missing;
    }

    long torn() {
        return torn;
    }

    /// {@return some of what is wrong}
    String examples() {
        return examples.toString();
    }
}
