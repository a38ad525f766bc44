package dev.taskmaster.server.rpc;

import dev.taskmaster.config.ConfigException;
import dev.taskmaster.server.host.ConfigInfo;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.spec.Autorestart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The methods that are about the supervisor and its configuration.
final class DaemonMethods {
    private static final String API_VERSION = "3.0";

    private final Host host;

    DaemonMethods(Host host) {
        this.host = host;
    }

    Stream<Method> all() {
        var apiVersion =
                Method.named("supervisor.getAPIVersion", "Tells the version of this interface.")
                        .returns("string", "the version", _ -> API_VERSION);
        return Stream.of(
                apiVersion,
                apiVersion.as("supervisor.getVersion"),
                Method.named("supervisor.getSupervisorVersion", "Tells the version of the program.")
                        .returns("string", "the version", _ -> host.version()),
                Method.named(
                                "supervisor.getIdentification",
                                "Tells what the supervisor calls itself.")
                        .returns("string", "its name", _ -> host.identifier()),
                Method.named("supervisor.getState", "Tells the state of the supervisor.")
                        .returns(
                                "struct",
                                "statecode and statename",
                                _ -> Map.of("statecode", 1, "statename", "RUNNING")),
                Method.named("supervisor.getPID", "Tells the process id of the supervisor.")
                        .returns(
                                "int",
                                "the process id",
                                _ -> ProcessInfo.capped(ProcessHandle.current().pid())),
                Method.named("supervisor.shutdown", "Stops everything and ends.")
                        .returns(
                                "boolean",
                                "true",
                                _ -> {
                                    host.shutdown();
                                    return true;
                                }),
                Method.named("supervisor.restart", "Stops everything and starts it anew.")
                        .returns(
                                "boolean",
                                "true",
                                _ -> {
                                    host.restart();
                                    return true;
                                }),
                Method.named(
                                "supervisor.reloadConfig",
                                "Reads the configuration, changing nothing yet.")
                        .returns(
                                "array",
                                "[[added, changed, removed]]: the names of groups",
                                _ -> reloadConfig()),
                Method.named(
                                "supervisor.addProcessGroup",
                                "Supervises a group of the configuration.")
                        .param("string", "name", "the name of the group")
                        .returns("boolean", "true", this::addProcessGroup),
                Method.named(
                                "supervisor.removeProcessGroup",
                                "Supervises a group that is down no more.")
                        .param("string", "name", "the name of the group")
                        .returns("boolean", "true", this::removeProcessGroup),
                Method.named(
                                "supervisor.getAllConfigInfo",
                                "Describes the configuration of all processes.")
                        .returns("array", "a struct for each, by name", _ -> allConfigInfo()),
                Method.named(
                                "supervisor.sendRemoteCommEvent",
                                "Sends an event to those who listen.")
                        .param("string", "type", "what it is")
                        .param("string", "data", "what it says")
                        .returns(
                                "boolean",
                                "true",
                                p -> {
                                    host.remoteEvent(p.textOrNumber(0), p.textOrNumber(1));
                                    return true;
                                }));
    }

    private Object reloadConfig() throws RpcException {
        try {
            var changes = host.groups().reread();
            return List.of(List.of(changes.added(), changes.changed(), changes.removed()));
        } catch (ConfigException e) {
            throw new RpcException(FaultCode.CANT_REREAD, e.getMessage());
        }
    }

    private Object addProcessGroup(Params params) throws RpcException, InterruptedException {
        var name = params.text(0);
        return done(host.groups().add(name), name);
    }

    private Object removeProcessGroup(Params params) throws RpcException, InterruptedException {
        var name = params.text(0);
        return done(host.groups().remove(name), name);
    }

    private static boolean done(Groups.Result result, String name) throws RpcException {
        return switch (result) {
            case DONE -> true;
            case NO_SUCH_GROUP -> throw new RpcException(FaultCode.BAD_NAME, name);
            case ALREADY_ADDED -> throw new RpcException(FaultCode.ALREADY_ADDED, name);
            case STILL_RUNNING -> throw new RpcException(FaultCode.STILL_RUNNING, name);
        };
    }

    private Object allConfigInfo() {
        var infos = new ArrayList<>();
        host.groups().configured().stream()
                .sorted(Comparator.comparing(ConfigInfo::name))
                .map(DaemonMethods::struct)
                .forEach(infos::add);
        return infos;
    }

    private static Map<String, Object> struct(ConfigInfo info) {
        var struct = new TreeMap<String, Object>();
        struct.put("autostart", info.autostart());
        struct.put("autorestart", autorestart(info.autorestart()));
        struct.put("directory", info.directory().orElse("none"));
        struct.put("uid", info.uid().isPresent() ? info.uid().getAsInt() : "none");
        struct.put("command", info.command());
        struct.put("exitcodes", info.exitCodes());
        struct.put("group", info.group());
        struct.put("group_prio", info.groupPriority());
        struct.put("inuse", info.inUse());
        struct.put("killasgroup", info.killAsGroup());
        struct.put("name", info.name());
        struct.put("process_prio", info.processPriority());
        struct.put("redirect_stderr", info.redirectStderr());
        struct.put("startretries", info.startRetries());
        struct.put("startsecs", ProcessInfo.capped(info.startSecs()));
        struct.put("stopsignal", info.stopSignal().number());
        struct.put("stopwaitsecs", ProcessInfo.capped(info.stopWaitSecs()));
        struct.put("serverurl", info.serverUrl().orElse("none"));
        put(struct, "stdout", info.stdout());
        put(struct, "stderr", info.stderr());
        return struct;
    }

    private static void put(Map<String, Object> struct, String channel, ConfigInfo.LogInfo log) {
        struct.put(channel + "_logfile", log.logfile().orElse("none"));
        struct.put(channel + "_logfile_maxbytes", ProcessInfo.capped(log.maxBytes()));
        struct.put(channel + "_logfile_backups", log.backups());
        struct.put(channel + "_capture_maxbytes", log.captureMaxBytes());
        struct.put(channel + "_events_enabled", log.eventsEnabled());
        struct.put(channel + "_syslog", log.syslog());
    }

    /// supervisord 4.3 says `auto` for `unexpected`.
    private static Object autorestart(Autorestart autorestart) {
        return switch (autorestart) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNEXPECTED -> "auto";
        };
    }
}
