package dev.taskmaster.server.rpc;

import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Processes as `getProcessInfo` shows them.
final class ProcessInfo {
    private ProcessInfo() {}

    static Map<String, Object> of(ProcessSpec spec, ProcessStatus status, Instant now) {
        var stdout = path(status.stdout());
        var info = new LinkedHashMap<String, Object>();
        info.put("name", status.name().process());
        info.put("group", status.name().group());
        info.put("start", seconds(status.started()));
        info.put("stop", seconds(status.stopped()));
        info.put("now", capped(now.getEpochSecond()));
        info.put("state", status.state().code());
        info.put("statename", status.state().name());
        info.put("spawnerr", spawnError(spec, status));
        info.put("exitstatus", exitStatus(status));
        info.put("logfile", stdout);
        info.put("stdout_logfile", stdout);
        info.put("stderr_logfile", path(status.stderr()));
        info.put("pid", capped(status.pid()));
        info.put("description", status.description(now, ZoneId::systemDefault));
        return info;
    }

    /// In supervisord a start forgets how the last run ended, and so does one that fails.
    private static int exitStatus(ProcessStatus status) {
        return switch (status.state()) {
            case STOPPED, EXITED -> status.exitStatus().map(ExitStatus::codeOrMinusOne).orElse(0);
            case STARTING, RUNNING, BACKOFF, STOPPING, FATAL, UNKNOWN -> 0;
        };
    }

    private static String spawnError(ProcessSpec spec, ProcessStatus status) {
        var code = exitStatus(status);
        return status.state() == ProcessState.EXITED && !spec.restart().exitCodes().contains(code)
                ? "Bad exit code " + code
                : status.reason();
    }

    private static String path(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }

    private static int seconds(Optional<Instant> at) {
        return at.map(moment -> capped(moment.getEpochSecond())).orElse(0);
    }

    /// {@return the number, or the nearest that 32 bits can hold: XML-RPC's `int`}
    static int capped(long number) {
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
