package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.spec.ListeningSocket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A configuration as lines `SUBJECT OPTION = VALUE`, as `describe.py` prints them for the real
/// supervisord.
final class DescribedConfig {
    private static final Map<LogLevel, Integer> LEVELS =
            Map.of(
                    LogLevel.CRITICAL, 50,
                    LogLevel.ERROR, 40,
                    LogLevel.WARN, 30,
                    LogLevel.INFO, 20,
                    LogLevel.DEBUG, 10,
                    LogLevel.TRACE, 5,
                    LogLevel.BLATHER, 3);

    private final List<String> lines = new ArrayList<>();

    private DescribedConfig() {}

    static List<String> lines(SupervisordConfig config) {
        var described = new DescribedConfig();
        described.settings(config);
        config.servers().forEach(described::server);
        config.rpcInterfaces()
                .forEach(rpc -> described.say("rpcinterface", rpc.namespace(), Map.of()));
        config.groups().forEach(described::group);
        return described.lines;
    }

    private void say(String subject, String option, Object value) {
        lines.add("%s %s = %s".formatted(subject, option, json(value)));
    }

    private void settings(SupervisordConfig config) {
        var settings = config.settings();
        var all = new TreeMap<String, Object>();
        all.put("childlogdir", settings.childLogDir().toString());
        all.put("directory", settings.directory().map(Object::toString));
        all.put("environment", settings.environment());
        all.put("identifier", settings.identifier());
        all.put("logfile", settings.logfile().map(Object::toString).orElse("syslog"));
        all.put("logfile_backups", settings.logfileBackups());
        all.put("logfile_maxbytes", settings.logfileMaxBytes());
        all.put("loglevel", LEVELS.get(settings.logLevel()));
        all.put("minfds", settings.minFds());
        all.put("minprocs", settings.minProcs());
        all.put("nocleanup", settings.nocleanup());
        all.put("nodaemon", settings.nodaemon());
        all.put("pidfile", settings.pidfile().toString());
        all.put("silent", settings.silent());
        all.put("strip_ansi", settings.stripAnsi());
        all.put("umask", settings.umask());
        all.put("user", settings.user());
        all.forEach((option, value) -> say("supervisord", option, value));
        say("supervisord", "serverurl", config.serverUrl());
    }

    private void server(HttpServer server) {
        var subject = "server [%s]".formatted(server.section());
        say(subject, "username", server.credentials().map(HttpServer.Credentials::username));
        say(subject, "password", server.credentials().map(HttpServer.Credentials::password));
        switch (server) {
            case HttpServer.Inet inet -> {
                say(subject, "host", inet.host());
                say(subject, "port", inet.port());
            }
            case HttpServer.Unix unix -> {
                say(subject, "file", unix.file().toString());
                say(subject, "chmod", unix.mode());
                say(
                        subject,
                        "chown",
                        unix.owner().map(DescribedConfig::ids).orElse(List.of(-1, -1)));
            }
        }
    }

    private static List<Integer> ids(HttpServer.Owner owner) {
        return List.of(owner.uid().orElse(-1), owner.gid().orElse(-1));
    }

    private void group(GroupConfig group) {
        var subject = "group " + group.name();
        say(subject, "priority", group.priority());
        switch (group.kind()) {
            case GroupConfig.Programs() -> {}
            case GroupConfig.Listeners listeners -> {
                say(subject, "buffer_size", listeners.bufferSize());
                say(subject, "events", listeners.events().size());
            }
            case GroupConfig.FastCgi(var socket) -> {
                say(subject, "socket", socket.url());
                say(subject, "socket_backlog", socket.backlog());
                var unix =
                        socket instanceof ListeningSocket.Unix it
                                ? Optional.of(it)
                                : Optional.<ListeningSocket.Unix>empty();
                say(subject, "socket_mode", unix.map(ListeningSocket.Unix::mode));
                say(
                        subject,
                        "socket_owner",
                        unix.filter(it -> it.uid().isPresent())
                                .map(it -> List.of(it.uid().getAsInt(), it.gid().orElse(-1))));
            }
        }
        group.processes().forEach(process -> process(group, process));
    }

    private void process(GroupConfig group, ProcessConfig process) {
        var all = new TreeMap<String, Object>();
        all.put(
                "autorestart",
                switch (process.autorestart()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case UNEXPECTED -> "unexpected";
                });
        all.put("autostart", process.autostart());
        all.put("command", process.command());
        all.put("directory", process.directory());
        all.put("environment", process.environment());
        all.put("exitcodes", process.exitCodes());
        all.put("killasgroup", process.killAsGroup());
        all.put("priority", process.priority());
        all.put("redirect_stderr", process.redirectStderr());
        all.put("serverurl", process.serverUrl());
        all.put("startretries", process.startRetries());
        all.put("startsecs", process.startSecs());
        all.put("stopasgroup", process.stopAsGroup());
        all.put("stopsignal", process.stopSignal().number());
        all.put("stopwaitsecs", process.stopWaitSecs());
        all.put("uid", process.uid());
        all.put("umask", process.umask());
        log(all, "stdout", process.stdout());
        log(all, "stderr", process.stderr());
        all.forEach(
                (option, value) ->
                        say("process " + group.name() + ":" + process.name(), option, value));
    }

    private static void log(Map<String, Object> all, String stream, LogConfig log) {
        all.put(
                stream + "_logfile",
                switch (log.logfile()) {
                    case LogConfig.Target.None() -> Optional.empty();
                    case LogConfig.Target.Auto() -> "AUTO";
                    case LogConfig.Target.File(var path) -> path;
                });
        all.put(stream + "_logfile_maxbytes", log.maxBytes());
        all.put(stream + "_logfile_backups", log.backups());
        all.put(stream + "_capture_maxbytes", log.captureMaxBytes());
        all.put(stream + "_events_enabled", log.eventsEnabled());
        all.put(stream + "_syslog", log.syslog());
    }

    private static String json(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(DescribedConfig::json).orElse("null");
            case OptionalInt optional ->
                    optional.isPresent() ? String.valueOf(optional.getAsInt()) : "null";
            case String text -> quoted(text);
            case Collection<?> list ->
                    list.stream()
                            .map(DescribedConfig::json)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    new TreeMap<>(map)
                            .entrySet().stream()
                                    .map(e -> json(e.getKey()) + ": " + json(e.getValue()))
                                    .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(
                        c ->
                                switch (c) {
                                    case '"' -> "\\\"";
                                    case '\\' -> "\\\\";
                                    case '\n' -> "\\n";
                                    case '\t' -> "\\t";
                                    default ->
                                            c < ' ' || c > '~'
                                                    ? "\\u%04x".formatted(c)
                                                    : String.valueOf((char) c);
                                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
