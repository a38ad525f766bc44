package dev.taskmaster.config;

import dev.taskmaster.spec.Resource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The keys of one kind of map in a configuration file. What they mean and what they default to is
/// in `taskmaster.schema.json`, and a test keeps the two the same.
///
/// @param types what is expected of the value of each, for messages
record Keys(Map<String, String> types) {
    private static final String FLAG = "true or false";
    private static final String TIME = "a time such as 5, 500ms, 5s, 2m, 1h or 1d";
    private static final String SIZE = "a size such as 1048576, 64KB, 50MB or 1GB";

    static final Keys TOP =
            new Keys(
                    Map.of(
                            "taskmaster", "a map of keys such as logfile",
                            "programs", "a map of programs",
                            "include", "a path or pattern, or a list of them"));

    static final Keys TASKMASTER =
            new Keys(
                    Map.ofEntries(
                            Map.entry(
                                    "logfile",
                                    "a path, auto, none, or a map of file, maxbytes and backups"),
                            Map.entry("logformat", "text or json"),
                            Map.entry("syslog", FLAG),
                            Map.entry("subreaper", FLAG),
                            Map.entry("cgroups", FLAG),
                            Map.entry("survive", FLAG),
                            Map.entry("exit_on", "a map of program and states"),
                            Map.entry("socket", "a path"),
                            Map.entry("statedir", "a path")));

    static final Keys EXIT_ON =
            new Keys(
                    Map.of(
                            "program", "the name of a program, or a list of them",
                            "states", "EXITED, FATAL or STOPPED, or a list of them"));

    static final Keys PROGRAM =
            new Keys(
                    Map.ofEntries(
                            Map.entry("cmd", "a command, or a list of its words"),
                            Map.entry("numprocs", "a whole number from 1 to 100000"),
                            Map.entry("numprocs_start", "a whole number from 0 to 1000000"),
                            Map.entry("group", "a name"),
                            Map.entry("priority", "a whole number"),
                            Map.entry("depends_on", "the name of a program, or a list of them"),
                            Map.entry("autostart", FLAG),
                            Map.entry("autorestart", "always, never or unexpected"),
                            Map.entry("exitcodes", "an exit code from 0 to 255, or a list of them"),
                            Map.entry("startretries", "a whole number from 0 to 1000000"),
                            Map.entry("starttime", TIME),
                            Map.entry("backoff", "a map of initial, max, factor, jitter and reset"),
                            Map.entry("stopsignal", "the name or number of a signal"),
                            Map.entry("stoptime", TIME),
                            Map.entry("stopasgroup", FLAG),
                            Map.entry("killasgroup", FLAG),
                            Map.entry("killtree", FLAG),
                            Map.entry(
                                    "stdout",
                                    "a path, auto, none, inherit, or a map of file, maxbytes and"
                                            + " backups"),
                            Map.entry(
                                    "stderr",
                                    "a path, auto, none, inherit, stdout, or a map of file,"
                                            + " maxbytes and backups"),
                            Map.entry("stdin", "none, pipe or a path"),
                            Map.entry("env", "a map of variables"),
                            Map.entry("env_file", "a path, or a list of them"),
                            Map.entry("workingdir", "a path"),
                            Map.entry("umask", "an octal number from 000 to 777"),
                            Map.entry("user", "the name or number of a user"),
                            Map.entry("limits", "a map of limits such as nofile: 1024")));

    static final Keys BACKOFF =
            new Keys(
                    Map.of(
                            "initial", TIME,
                            "max", TIME,
                            "factor", "a number from 1 to 10",
                            "jitter", "a number from 0 to 1",
                            "reset", TIME));

    static final Keys LIMITS =
            new Keys(
                    Arrays.stream(Resource.values())
                            .collect(
                                    Collectors.toMap(
                                            Resource::toString,
                                            _ -> "a number, unlimited, or soft:hard")));

    static final Keys ROTATED =
            new Keys(
                    Map.of(
                            "file", "a path or auto",
                            "maxbytes", SIZE,
                            "backups", "a whole number from 0 to 10000"));

    /// What supervisord calls these keys, for those who come from there.
    private static final Map<String, String> SUPERVISORD =
            Map.ofEntries(
                    Map.entry("command", "cmd"),
                    Map.entry("directory", "workingdir"),
                    Map.entry("environment", "env"),
                    Map.entry("startsecs", "starttime"),
                    Map.entry("stopwaitsecs", "stoptime"),
                    Map.entry("stdout_logfile", "stdout"),
                    Map.entry("stderr_logfile", "stderr"),
                    Map.entry("redirect_stderr", "stderr"),
                    Map.entry("childlogdir", "statedir"));

    Keys {
        types = Map.copyOf(types);
    }

    /// {@return `, did you mean 'autostart'?`, or else all keys there are}
    String hint(String unknown) {
        var translated = SUPERVISORD.get(unknown);
        if (translated != null && types.containsKey(translated)) {
            return ", did you mean '" + translated + "'?";
        }
        var names = types.keySet().stream().sorted().toList();
        var hint = Nearest.hint(unknown, names);
        return hint.isEmpty() ? ", expected one of " + list(names) : hint;
    }

    private static String list(List<String> names) {
        return String.join(", ", names);
    }
}
