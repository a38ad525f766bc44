package dev.taskmaster.server.host;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// One process of a configuration, as supervisord's `getAllConfigInfo` shows it.
///
/// @param group the name of its group
/// @param name its name in the group
/// @param inUse whether its group is supervised
/// @param command the command line
/// @param directory the folder it runs in; empty for the supervisor's own
/// @param uid the number of the user it runs as; empty for the supervisor's own
/// @param autostart whether it is started with the supervisor
/// @param autorestart whether it is started again
/// @param startSecs how long it must be up to be RUNNING, in seconds
/// @param startRetries how often a failed start is tried again
/// @param exitCodes the exit codes that are expected
/// @param stopSignal what asks it to end
/// @param stopWaitSecs how long it may take to stop, in seconds
/// @param killAsGroup whether SIGKILL goes to its process group
/// @param groupPriority the priority of its group
/// @param processPriority its own
/// @param redirectStderr whether its stderr goes into its stdout
/// @param stdout its stdout
/// @param stderr its stderr
/// @param serverUrl its `SUPERVISOR_SERVER_URL`; empty for what it gets by itself
public record ConfigInfo(
        String group,
        String name,
        boolean inUse,
        String command,
        Optional<String> directory,
        OptionalInt uid,
        boolean autostart,
        Autorestart autorestart,
        long startSecs,
        int startRetries,
        List<Integer> exitCodes,
        Signal stopSignal,
        long stopWaitSecs,
        boolean killAsGroup,
        int groupPriority,
        int processPriority,
        boolean redirectStderr,
        LogInfo stdout,
        LogInfo stderr,
        Optional<String> serverUrl) {
    public ConfigInfo {
        Objects.requireNonNull(group);
        Objects.requireNonNull(name);
        Objects.requireNonNull(command);
        exitCodes = List.copyOf(exitCodes);
    }

    /// What becomes of an output.
    ///
    /// @param logfile the file it goes to, or `auto`; empty for none
    /// @param maxBytes the size at which that is put aside; 0 for never
    /// @param backups how many old ones are kept
    /// @param captureMaxBytes how much of `PROCESS_COMMUNICATION` events is kept; 0 for no such
    /// @param eventsEnabled whether it makes `PROCESS_LOG` events
    /// @param syslog whether it goes to syslog too
    public record LogInfo(
            Optional<String> logfile,
            long maxBytes,
            int backups,
            int captureMaxBytes,
            boolean eventsEnabled,
            boolean syslog) {

        static LogInfo of(Output output) {
            return switch (output) {
                case Output.Tapped(var to, var tap) -> {
                    var log = of(to);
                    yield new LogInfo(
                            log.logfile,
                            log.maxBytes,
                            log.backups,
                            tap.captureMaxBytes(),
                            tap.events(),
                            false);
                }
                case Output.Rotated(var path, var rotation) ->
                        new LogInfo(
                                Optional.of(path.toString()),
                                rotation.maxBytes() == Long.MAX_VALUE ? 0 : rotation.maxBytes(),
                                rotation.backups(),
                                0,
                                false,
                                false);
                case Output.Append(var path) -> plain(Optional.of(path.toString()));
                case Output.Discard(), Output.Inherit(), Output.ToStdout() ->
                        plain(Optional.empty());
            };
        }

        private static LogInfo plain(Optional<String> logfile) {
            return new LogInfo(logfile, 0, 0, 0, false, false);
        }
    }

    /// What can be told of any process.
    ///
    /// @param inUse whether its group is supervised
    public static ConfigInfo of(ProcessSpec spec, boolean inUse) {
        var launch = spec.launch();
        return new ConfigInfo(
                spec.name().group(),
                spec.name().process(),
                inUse,
                String.join(" ", launch.cmd()),
                launch.workingDir().map(Object::toString),
                OptionalInt.empty(),
                spec.start().autostart(),
                spec.restart().autorestart(),
                spec.start().startTime().toSeconds(),
                spec.start().startRetries(),
                List.copyOf(spec.restart().exitCodes()),
                spec.stop().stopSignal(),
                spec.stop().stopTime().toSeconds(),
                spec.stop().killAsGroup(),
                spec.start().groupPriority(),
                spec.start().priority(),
                launch.stderr() instanceof Output.ToStdout,
                LogInfo.of(launch.stdout()),
                LogInfo.of(launch.stderr()),
                Optional.empty());
    }
}
