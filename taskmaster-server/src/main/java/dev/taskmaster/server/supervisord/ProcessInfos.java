package dev.taskmaster.server.supervisord;

import dev.taskmaster.config.supervisord.AutoLogs;
import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.server.host.ConfigInfo;
import dev.taskmaster.server.host.ConfigInfo.LogInfo;

import java.util.Optional;
import java.util.stream.Stream;

/// The processes of a supervisord.conf as clients are shown them.
///
/// @param inUse whether the group is supervised
/// @param named whether its logs that are AUTO have their names
record ProcessInfos(GroupConfig group, boolean inUse, boolean named, AutoLogs autoLogs) {

    /// {@return every process of a group}
    static Stream<ConfigInfo> of(
            GroupConfig group, boolean inUse, boolean named, AutoLogs autoLogs) {
        var infos = new ProcessInfos(group, inUse, named, autoLogs);
        return group.processes().stream().map(infos::info);
    }

    private ConfigInfo info(ProcessConfig process) {
        return new ConfigInfo(
                group.name(),
                process.name(),
                inUse,
                process.command(),
                process.directory(),
                process.uid(),
                process.autostart(),
                process.autorestart(),
                process.startSecs(),
                process.startRetries(),
                process.exitCodes(),
                process.stopSignal(),
                process.stopWaitSecs(),
                process.killAsGroup(),
                group.priority(),
                process.priority(),
                process.redirectStderr(),
                info(process, "stdout", process.stdout()),
                info(process, "stderr", process.stderr()),
                process.serverUrl());
    }

    private LogInfo info(ProcessConfig process, String channel, LogConfig log) {
        return new LogInfo(
                logfile(process, channel, log.logfile()),
                log.maxBytes(),
                log.backups(),
                Math.clamp(log.captureMaxBytes(), 0, Integer.MAX_VALUE),
                log.eventsEnabled(),
                log.syslog());
    }

    private Optional<String> logfile(
            ProcessConfig process, String channel, LogConfig.Target target) {
        return switch (target) {
            case LogConfig.Target.None() -> Optional.empty();
            case LogConfig.Target.File(var path) -> Optional.of(path);
            case LogConfig.Target.Auto() ->
                    Optional.of(
                            named
                                    ? autoLogs.path(group.name(), process.name(), channel)
                                            .toString()
                                    : "auto");
        };
    }
}
