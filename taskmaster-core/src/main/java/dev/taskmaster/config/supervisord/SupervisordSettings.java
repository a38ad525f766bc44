package dev.taskmaster.config.supervisord;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The section `[supervisord]`: how the daemon itself runs.
///
/// @param logfile the daemon's own log, absolute; empty for syslog; default `supervisord.log` in
///   the current folder
/// @param logfileMaxBytes the size at which the log is put aside; 0 for never; default 50 MB
/// @param logfileBackups how many old logs are kept; default 10
/// @param logLevel default [LogLevel#INFO]
/// @param pidfile absolute; default `supervisord.pid` in the current folder
/// @param umask applied only when it detaches; default 022
/// @param directory the folder it changes to, and only when it detaches; must exist
/// @param nodaemon whether it stays in the foreground; default false
/// @param silent whether it keeps its log off stdout in the foreground; default false
/// @param minFds how many open files it makes sure to be allowed; default 1024
/// @param minProcs how many processes it makes sure to be allowed; default 200
/// @param nocleanup whether it leaves old AUTO logs in place when it starts; default false
/// @param survive whether programs outlive it if it is killed; Taskmaster's own option; default
///   true
/// @param childLogDir the folder for AUTO logs; must exist; default: that for temporary files
/// @param user as whom it is to run; must exist
/// @param stripAnsi whether escape sequences are taken out of child logs; default false
/// @param environment what every child's environment gets; a program's own wins
/// @param identifier what it calls itself; default `supervisor`
public record SupervisordSettings(
        Optional<Path> logfile,
        long logfileMaxBytes,
        int logfileBackups,
        LogLevel logLevel,
        Path pidfile,
        int umask,
        Optional<Path> directory,
        boolean nodaemon,
        boolean silent,
        int minFds,
        int minProcs,
        boolean nocleanup,
        boolean survive,
        Path childLogDir,
        Optional<String> user,
        boolean stripAnsi,
        Map<String, String> environment,
        String identifier) {
    public SupervisordSettings {
        Objects.requireNonNull(logfile);
        Objects.requireNonNull(logLevel);
        Objects.requireNonNull(pidfile);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(childLogDir);
        Objects.requireNonNull(user);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Objects.requireNonNull(identifier);
    }

    /// How much the daemon says; each level includes those before it. At [#DEBUG] and after, it
    /// also copies what its children write.
    public enum LogLevel {
        CRITICAL,
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE,
        BLATHER
    }
}
