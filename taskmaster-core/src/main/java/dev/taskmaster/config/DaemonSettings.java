package dev.taskmaster.config;

import dev.taskmaster.spec.Rotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How the supervisor itself is to run: the section `taskmaster` of a configuration file.
///
/// @param stateDir where it keeps its lock, its socket by default, and logs without a place of
///   their own; absolute; empty where nothing can be written, as in a container with a read-only
///   root and no `/tmp`
/// @param socket the unix socket for its clients; absolute; empty if there is no place for one
/// @param logfile the event log; empty for none
/// @param logRotation when the event log is put aside; empty for never
/// @param logFormat how the event log is written
/// @param syslog whether events go to syslog too
/// @param subreaper whether it becomes the parent of its descendants that lose theirs; as the first
///   process of a container it is that in any case
/// @param cgroups whether each process gets a cgroup of its own, where that is possible
/// @param survive whether programs outlive it if it is killed, for another to take up
/// @param exitOn when it is to end by itself; empty for never
public record DaemonSettings(
        Optional<Path> stateDir,
        Optional<Path> socket,
        Optional<Path> logfile,
        Optional<Rotation> logRotation,
        LogFormat logFormat,
        boolean syslog,
        boolean subreaper,
        boolean cgroups,
        boolean survive,
        Optional<ExitOn> exitOn) {
    public DaemonSettings {
        Objects.requireNonNull(stateDir);
        Objects.requireNonNull(socket);
        Objects.requireNonNull(logFormat);
        Objects.requireNonNull(exitOn);
    }

    /// {@return the folder of logs without a place of their own}
    public Optional<Path> logDir() {
        return stateDir.map(dir -> dir.resolve("logs"));
    }

    /// {@return the keys whose values differ from those of `other`}
    public List<String> differences(DaemonSettings other) {
        var keys = new ArrayList<String>();
        add(keys, "statedir", stateDir, other.stateDir);
        add(keys, "socket", socket, other.socket);
        add(
                keys,
                "logfile",
                List.of(logfile, logRotation),
                List.of(other.logfile, other.logRotation));
        add(keys, "logformat", logFormat, other.logFormat);
        add(keys, "syslog", syslog, other.syslog);
        add(keys, "subreaper", subreaper, other.subreaper);
        add(keys, "cgroups", cgroups, other.cgroups);
        add(keys, "survive", survive, other.survive);
        add(keys, "exit_on", exitOn, other.exitOn);
        return keys;
    }

    private static void add(List<String> keys, String key, Object ours, Object others) {
        if (!ours.equals(others)) {
            keys.add(key);
        }
    }

    /// How the event log is written.
    public enum LogFormat {
        /// One line of text per event.
        TEXT,
        /// One JSON object per event and line.
        JSON
    }
}
