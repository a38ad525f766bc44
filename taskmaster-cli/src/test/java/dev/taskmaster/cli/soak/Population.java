package dev.taskmaster.cli.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// The children, and the configuration that asks for them. Safe for use by several threads.
final class Population {
    /// How long a life is on average, in seconds.
    private static final int LIFE = 15;

    private static final int GUESTS = 5;

    private final Path folder;
    private final List<String> names;
    private final Set<String> absent = new HashSet<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> stopTimes = new HashMap<>();

    Population(Path folder, int size) throws IOException {
        this.folder = folder;
        this.names = IntStream.range(0, size).mapToObj("p%04d"::formatted).toList();
        for (var name : List.of("logs", "lives", "locks")) {
            Files.createDirectories(folder.resolve(name));
        }
        try (var program = Population.class.getResourceAsStream("/soak/child.pl")) {
            Files.copy(program, folder.resolve("child.pl"));
        }
    }

    /// {@return all that can be there}
    List<String> names() {
        return names;
    }

    /// {@return those that are to run when nothing is stopped}
    synchronized List<String> present() {
        return names.stream().filter(name -> !absent.contains(name)).toList();
    }

    /// {@return one of those that come and go}
    String guest(int choice) {
        return names.get(Math.floorMod(choice, Math.min(GUESTS, names.size())));
    }

    /// Adds the entry of a guest, or takes it out.
    synchronized void toggle(String guest) {
        if (!absent.remove(guest)) {
            absent.add(guest);
        }
    }

    /// Makes a change to an entry that needs its process to be replaced.
    synchronized void newVersion(String name) {
        versions.merge(name, 1, Integer::sum);
    }

    /// Makes a change to an entry that must not disturb its process.
    synchronized void otherStopTime(String name) {
        stopTimes.merge(name, 1, (a, b) -> (a + b) % 2);
    }

    /// Writes Taskmaster's configuration, in one step.
    synchronized Path writeYaml() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("taskmaster:");
        lines.add("  statedir: state");
        lines.add("  socket: socket");
        lines.add("  logformat: json");
        lines.add("  logfile: { file: events.log, maxbytes: 0 }");
        lines.add("programs:");
        for (var name : present()) {
            lines.add("  " + name + ":");
            lines.add("    cmd: [" + String.join(", ", command(name)) + "]");
            lines.add("    autorestart: always");
            lines.add("    starttime: " + (isPatient(name) ? 1 : 0));
            lines.add("    startretries: 1000000");
            lines.add("    backoff: { initial: 100ms, max: 1s, reset: 1s }");
            lines.add("    stoptime: " + (2 + stopTimes.getOrDefault(name, 0)));
            lines.add(
                    "    stdout: { file: %s, maxbytes: 200KB, backups: 10000 }"
                            .formatted(log(name)));
            lines.add("    stderr: stdout");
            lines.add("    env: { VERSION: " + versions.getOrDefault(name, 0) + " }");
        }
        return write("soak.yml", lines);
    }

    /// Writes supervisord's configuration.
    Path writeConf() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("[unix_http_server]");
        lines.add("file=" + folder.resolve("socket"));
        lines.add("[supervisord]");
        lines.add("nodaemon=true");
        lines.add("logfile=" + folder.resolve("events.log"));
        lines.add("logfile_maxbytes=0");
        lines.add("pidfile=" + folder.resolve("supervisord.pid"));
        lines.add("[rpcinterface:supervisor]");
        lines.add("supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface");
        for (var name : names) {
            lines.add("[program:" + name + "]");
            lines.add("command=" + String.join(" ", command(name)));
            lines.add("autorestart=true");
            lines.add("startsecs=" + (isPatient(name) ? 1 : 0));
            lines.add("startretries=1000000");
            lines.add("stopwaitsecs=2");
            lines.add("stdout_logfile=" + folder.resolve("logs").resolve(name + ".log"));
            lines.add("stdout_logfile_maxbytes=200KB");
            lines.add("stdout_logfile_backups=10000");
            lines.add("redirect_stderr=true");
        }
        return write("soak.conf", lines);
    }

    private Path write(String name, List<String> lines) throws IOException {
        var next = Files.write(folder.resolve(name + ".new"), lines);
        return Files.move(next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> command(String name) {
        return List.of(
                "/usr/bin/perl",
                folder.resolve("child.pl").toString(),
                folder.toString(),
                name,
                Integer.toString(LIFE));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    /// Half of them have to stay up for their start to count as done, and some do not.
    private static boolean isPatient(String name) {
        return number(name) % 2 == 0;
    }

    /// A third of them share logs.
    private static String log(String name) {
        var number = number(name);
        return "logs/" + (number % 3 == 0 ? "shared" + number / 30 : name) + ".log";
    }
}
