package dev.taskmaster.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The options that each kind of section of a supervisord.conf has.
///
/// Source: supervisord docs/configuration.rst, and its options.py for those that are not
/// documented.
final class SupervisordOptions {
    static final Set<String> SUPERVISORD =
            Set.of(
                    "logfile",
                    "logfile_maxbytes",
                    "logfile_backups",
                    "loglevel",
                    "pidfile",
                    "umask",
                    "directory",
                    "nodaemon",
                    "silent",
                    "minfds",
                    "minprocs",
                    "nocleanup",
                    "survive",
                    "childlogdir",
                    "user",
                    "strip_ansi",
                    "environment",
                    "identifier");
    static final Set<String> SUPERVISORCTL =
            Set.of("serverurl", "username", "password", "prompt", "history_file");
    static final Set<String> UNIX_SERVER = Set.of("file", "chmod", "chown", "username", "password");
    static final Set<String> INET_SERVER = Set.of("port", "username", "password");
    static final Set<String> INCLUDE = Set.of("files");
    static final Set<String> GROUP = Set.of("programs", "priority");
    static final Set<String> PROGRAM =
            Set.of(
                    "command",
                    "process_name",
                    "numprocs",
                    "numprocs_start",
                    "priority",
                    "autostart",
                    "startsecs",
                    "startretries",
                    "autorestart",
                    "exitcodes",
                    "stopsignal",
                    "stopwaitsecs",
                    "stopasgroup",
                    "killasgroup",
                    "user",
                    "redirect_stderr",
                    "stdout_logfile",
                    "stdout_logfile_maxbytes",
                    "stdout_logfile_backups",
                    "stdout_capture_maxbytes",
                    "stdout_events_enabled",
                    "stdout_syslog",
                    "stderr_logfile",
                    "stderr_logfile_maxbytes",
                    "stderr_logfile_backups",
                    "stderr_capture_maxbytes",
                    "stderr_events_enabled",
                    "stderr_syslog",
                    "environment",
                    "directory",
                    "umask",
                    "serverurl");
    static final Set<String> EVENT_LISTENER =
            with(PROGRAM, "events", "buffer_size", "result_handler");
    static final Set<String> FCGI_PROGRAM =
            with(PROGRAM, "socket", "socket_owner", "socket_mode", "socket_backlog");

    /// What Taskmaster's own keys are called here, for whoever mixes them up.
    static final Map<String, String> RENAMED =
            Map.of(
                    "cmd", "command",
                    "workingdir", "directory",
                    "env", "environment",
                    "starttime", "startsecs",
                    "stoptime", "stopwaitsecs",
                    "stdout", "stdout_logfile",
                    "stderr", "stderr_logfile");

    private SupervisordOptions() {}

    private static Set<String> with(Set<String> some, String... more) {
        var all = new TreeSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
