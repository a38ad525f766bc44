package dev.taskmaster.config.supervisord;

import dev.taskmaster.internal.ini.MalformedException;
import dev.taskmaster.internal.ini.Shlex;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// One process with its options, each as supervisord understands and reports it.
///
/// @param name its name within its group
/// @param program the name of the section it comes from
/// @param num its number within the section: `process_num`
/// @param command the command line, expanded but not split; may be empty or impossible to split,
///   which makes its start fail
/// @param directory the folder it runs in, as it is written; empty for the daemon's own
/// @param umask its umask; empty for the daemon's own
/// @param priority low starts first and stops last; default 999
/// @param autostart whether it starts with the daemon; default true
/// @param autorestart whether it is started again when it ends; default unexpected
/// @param startSecs how long it must be up to be RUNNING; default 1
/// @param startRetries how often a failed start is tried again; default 3
/// @param stdout its stdout
/// @param stderr its stderr; of no meaning, and logged nowhere, if `redirectStderr`
/// @param stopSignal default TERM
/// @param stopWaitSecs how long it may take to stop; default 10
/// @param stopAsGroup whether the stop signal goes to its process group; default false
/// @param killAsGroup whether SIGKILL goes to its process group; default: as `stopAsGroup`
/// @param exitCodes the expected exit codes, in the order of the file; default 0
/// @param redirectStderr whether its stderr goes into its stdout; default false
/// @param environment what its environment gets: that of `[supervisord]` and its own
/// @param serverUrl its `SUPERVISOR_SERVER_URL`; empty for AUTO, that of the daemon; an empty text
///   for none
/// @param user as whom it runs, as it is written; empty for the daemon's own user
/// @param uid the number of that user, if it is known here
public record ProcessConfig(
        String name,
        String program,
        int num,
        String command,
        Optional<String> directory,
        OptionalInt umask,
        int priority,
        boolean autostart,
        Autorestart autorestart,
        int startSecs,
        int startRetries,
        LogConfig stdout,
        LogConfig stderr,
        Signal stopSignal,
        int stopWaitSecs,
        boolean stopAsGroup,
        boolean killAsGroup,
        List<Integer> exitCodes,
        boolean redirectStderr,
        Map<String, String> environment,
        Optional<String> serverUrl,
        Optional<String> user,
        OptionalInt uid) {
    public ProcessConfig {
        Objects.requireNonNull(name);
        Objects.requireNonNull(program);
        Objects.requireNonNull(command);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(umask);
        Objects.requireNonNull(autorestart);
        Objects.requireNonNull(stdout);
        Objects.requireNonNull(stderr);
        Objects.requireNonNull(stopSignal);
        exitCodes = List.copyOf(exitCodes);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        Objects.requireNonNull(serverUrl);
        Objects.requireNonNull(user);
        Objects.requireNonNull(uid);
    }

    /// Whether it differs from a running one in something that supervisord calls a change: in
    /// anything but the section it comes from. A log that is now AUTO is none.
    ///
    /// @param running what is supervised now under its name
    public boolean changes(ProcessConfig running) {
        return !compared().equals(running.compared())
                || stdout.changes(running.stdout)
                || stderr.changes(running.stderr);
    }

    private List<Object> compared() {
        return List.of(
                name,
                command,
                directory,
                umask,
                priority,
                autostart,
                autorestart,
                startSecs,
                startRetries,
                stopSignal,
                stopWaitSecs,
                stopAsGroup,
                killAsGroup,
                exitCodes,
                redirectStderr,
                environment,
                serverUrl,
                uid.isPresent() ? uid : user);
    }

    /// {@return the words of the command; none if it is empty or cannot be split}
    public List<String> words() {
        try {
            return Shlex.words(command);
        } catch (MalformedException e) {
            return List.of();
        }
    }

    /// {@return why it can never be started, in supervisord's words; empty if it may be}
    public Optional<String> spawnError() {
        try {
            var words = Shlex.words(command);
            if (words.isEmpty()) {
                return Optional.of("command is empty");
            }
            return words.getFirst().isEmpty()
                    ? Optional.of("can't find command ''")
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.of("can't parse command '%s': %s".formatted(command, e.getMessage()));
        }
    }
}
