package dev.taskmaster.cli.soak;

import dev.taskmaster.cli.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How processes ended, as the event log tells it: Taskmaster's, or supervisord's.
final class Told {
    private static final Pattern SPAWNED = Pattern.compile("spawned: '([^']*)' with pid (\\d+)");
    private static final Pattern ENDED =
            Pattern.compile(
                    "(?:exited|stopped): (\\S+) \\((?:exit status (\\d+)|terminated by SIG(\\w+))");

    /// An event may be told a little after what it tells of.
    private static final double SLACK = 0.2;

    /// The end of a process.
    ///
    /// @param at when it was told, in seconds since 1970
    /// @param how `code 3`, `signal HUP` or `unknown`
    record End(double at, String how) {}

    /// By name and process id, which may be used again.
    private final Map<String, List<End>> ends = new HashMap<>();

    /// By name, when it was decided to send a process a signal.
    private final Map<String, List<Double>> decisions = new HashMap<>();

    /// Of each name the process id it has had last, in supervisord's log.
    private final Map<String, String> spawned = new HashMap<>();

    private int torn;

    static Told read(Path log) {
        var told = new Told();
        try (var lines = Files.lines(log)) {
            lines.forEach(told::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }

    private void take(String line) {
        if (line.startsWith("{")) {
            takeJson(line);
        } else {
            takeText(line);
        }
    }

    private void takeJson(String line) {
        try {
            var event = Json.object(Json.parse(line));
            var time = seconds(event.text("time"));
            switch (event.text("event")) {
                case "stopping", "signalled" ->
                        decisions
                                .computeIfAbsent(event.text("name"), _ -> new ArrayList<>())
                                .add(time);
                case "ended" ->
                        add(event.text("name") + " " + event.number("pid"), time, how(line));
                default -> {}
            }
        } catch (IOException e) {
            torn++;
        }
    }

    private static double seconds(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli() / 1e3;
    }

    private static String how(String line) {
        var code = Pattern.compile("\"exitstatus\":(\\d+)").matcher(line);
        var signal = Pattern.compile("\"signal\":\"SIG(\\w+)\"").matcher(line);
        return code.find()
                ? "code " + code.group(1)
                : signal.find() ? "signal " + signal.group(1) : "unknown";
    }

    private void takeText(String line) {
        var spawn = SPAWNED.matcher(line);
        if (spawn.find()) {
            spawned.put(spawn.group(1), spawn.group(2));
        }
        var end = ENDED.matcher(line);
        if (end.find()) {
            var zone = OffsetDateTime.now().getOffset();
            var time = line.substring(0, 23).replace(' ', 'T').replace(',', '.') + zone;
            add(
                    end.group(1) + " " + spawned.get(end.group(1)),
                    seconds(time),
                    end.group(2) != null ? "code " + end.group(2) : "signal " + end.group(3));
        }
    }

    private void add(String who, double at, String how) {
        ends.computeIfAbsent(who, _ -> new ArrayList<>()).add(new End(at, how));
    }

    /// {@return how a life ended}
    Optional<End> endOf(Life life) {
        return ends.getOrDefault(life.name() + " " + life.pid(), List.of()).stream()
                .filter(end -> end.at() >= life.begun())
                .min(Comparator.comparingDouble(End::at));
    }

    /// {@return when the supervisor decided to ask a process for what it was asked for at some
    /// moment, which may be seconds before, if it was just being started; that moment itself if the
    /// log does not tell}
    double decided(Life life, double at) {
        var formerEnd =
                ends.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(life.name() + " "))
                        .flatMap(entry -> entry.getValue().stream())
                        .mapToDouble(End::at)
                        .filter(end -> end < life.begun())
                        .max()
                        .orElse(0);
        return decisions.getOrDefault(life.name(), List.of()).stream()
                .filter(decision -> formerEnd < decision && decision <= at + SLACK)
                .reduce(at, (_, last) -> last);
    }

    /// {@return how many lines of the log make no sense}
    int torn() {
        return torn;
    }
}
