package dev.taskmaster.config.supervisord;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.RestartPolicy;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.StartPolicy;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.StopPolicy;
import dev.taskmaster.spec.Tap;
import dev.taskmaster.spec.User;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// What Taskmaster supervises for a supervisord.conf, with supervisord's own behaviour: waits that
/// grow by a second, no sweep of what a process leaves behind, a process group but no session of
/// its own, stdin a pipe, an environment that is not adapted to the user.
///
/// @param config what the file says
/// @param folder what relative folders and logs start from: the daemon's current folder
/// @param autoLogs names the logs that are AUTO
public record ProgramSpecs(SupervisordConfig config, Path folder, AutoLogs autoLogs) {
    private static final Path NULL = Path.of("/dev/null");

    /// More than that is as good as for ever, and more than a [StartPolicy] takes.
    private static final int RETRIES_MAX = 1_000_000;

    private static final int BACKUPS_MAX = 10_000;

    public ProgramSpecs {
        Objects.requireNonNull(config);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(autoLogs);
    }

    /// {@return the programs of all groups, in the order of the groups}
    public List<ProgramSpec> all() {
        var policies = new Policies();
        return config.groups().stream().flatMap(group -> of(group, policies).stream()).toList();
    }

    /// {@return the programs of one group, in its order; none if it has no processes}
    public List<ProgramSpec> of(GroupConfig group) {
        return of(group, new Policies());
    }

    /// The policies of the process before. Most processes have the same, which are then kept, and
    /// written to the journal, as one.
    private static final class Policies {
        private StartPolicy start;
        private RestartPolicy restart;
        private StopPolicy stop;

        StartPolicy shared(StartPolicy policy) {
            start = Objects.equals(start, policy) ? start : policy;
            return start;
        }

        RestartPolicy shared(RestartPolicy policy) {
            restart = Objects.equals(restart, policy) ? restart : policy;
            return restart;
        }

        StopPolicy shared(StopPolicy policy) {
            stop = Objects.equals(stop, policy) ? stop : policy;
            return stop;
        }
    }

    private List<ProgramSpec> of(GroupConfig group, Policies policies) {
        // Of two processes with one name, supervisord keeps the later.
        var processes = new LinkedHashMap<String, ProcessConfig>();
        group.processes().forEach(process -> processes.put(process.name(), process));
        var programs = new LinkedHashMap<String, List<ProcessSpec>>();
        for (var process : processes.values()) {
            programs.computeIfAbsent(process.program(), _ -> new ArrayList<>())
                    .add(spec(group, process, policies));
        }
        return programs.entrySet().stream()
                .map(entry -> new ProgramSpec(entry.getKey(), group.name(), entry.getValue()))
                .toList();
    }

    private ProcessSpec spec(GroupConfig group, ProcessConfig process, Policies policies) {
        var launch = launch(group, process);
        return new ProcessSpec(
                new ProcessName(group.name(), process.name()),
                process.program(),
                process.num(),
                launch,
                launch,
                policies.shared(
                        new StartPolicy(
                                process.autostart(),
                                seconds(process.startSecs()),
                                Math.clamp(process.startRetries(), 0, RETRIES_MAX),
                                process.priority(),
                                group.priority(),
                                List.of())),
                policies.shared(
                        new RestartPolicy(
                                process.autorestart(),
                                new TreeSet<>(process.exitCodes()),
                                Backoff.linear())),
                policies.shared(
                        new StopPolicy(
                                process.stopSignal(),
                                seconds(process.stopWaitSecs()),
                                process.stopAsGroup(),
                                process.killAsGroup(),
                                false,
                                false)));
    }

    /// Less than no time is no time.
    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(Math.max(0, seconds));
    }

    private LaunchSpec launch(GroupConfig group, ProcessConfig process) {
        var stdout = stdout(group, process);
        return new LaunchSpec(
                words(process),
                process.directory().map(folder::resolve).or(this::daemonsDirectory),
                environment(group, process),
                process.umask(),
                process.user().map(name -> new User(name, false)),
                Map.of(),
                group.kind() instanceof GroupConfig.FastCgi(var socket)
                        ? new Stdin.Socket(socket)
                        : new Stdin.Pipe(),
                stdout,
                stderr(group, process, stdout),
                Isolation.GROUP);
    }

    /// A daemon in the background changes to its directory, and with it what it starts.
    private Optional<Path> daemonsDirectory() {
        var settings = config.settings();
        return settings.nodaemon() ? Optional.empty() : settings.directory();
    }

    /// A process is supervised even if its command can never run: its start fails.
    private static List<String> words(ProcessConfig process) {
        var words = process.words();
        return words.isEmpty() || words.getFirst().isEmpty()
                ? List.of(process.command().isEmpty() ? "(no command)" : process.command())
                : words;
    }

    /// Later entries win: supervisord lets a program's environment say even who the program is.
    private Map<String, String> environment(GroupConfig group, ProcessConfig process) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("SUPERVISOR_ENABLED", "1");
        process.serverUrl()
                .or(config::serverUrl)
                .filter(url -> !url.isEmpty())
                .ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.put("SUPERVISOR_PROCESS_NAME", process.name());
        environment.put("SUPERVISOR_GROUP_NAME", group.name());
        environment.putAll(process.environment());
        return environment;
    }

    /// {@return the files of those logs of a group that are AUTO}
    public List<Path> autoLogsOf(GroupConfig group) {
        var files = new ArrayList<Path>();
        for (var process : group.processes()) {
            if (process.stdout().logfile() instanceof LogConfig.Target.Auto) {
                files.add(autoLogs.path(group.name(), process.name(), "stdout"));
            }
            if (process.stderr().logfile() instanceof LogConfig.Target.Auto
                    && !process.redirectStderr()) {
                files.add(autoLogs.path(group.name(), process.name(), "stderr"));
            }
        }
        return files;
    }

    private Output stdout(GroupConfig group, ProcessConfig process) {
        var stream = new Stream(group.name(), process.name(), "stdout", process.stdout());
        // A listener talks to the daemon by its stdout, and in its own words.
        var tap =
                group.kind() instanceof GroupConfig.Listeners
                        ? new Tap(false, true, 0, false)
                        : tap(process.stdout());
        return output(stream, tap, new Output.Inherit());
    }

    private Output stderr(GroupConfig group, ProcessConfig process, Output stdout) {
        if (process.redirectStderr()) {
            return new Output.ToStdout();
        }
        var stream = new Stream(group.name(), process.name(), "stderr", process.stderr());
        return output(stream, tap(process.stderr()), stdout);
    }

    private Tap tap(LogConfig log) {
        var settings = config.settings();
        var copied = settings.logLevel().compareTo(LogLevel.DEBUG) >= 0;
        return new Tap(
                settings.stripAnsi(),
                log.eventsEnabled() || copied,
                Math.clamp(log.captureMaxBytes(), 0, Integer.MAX_VALUE),
                log.syslog());
    }

    private record Stream(String group, String process, String channel, LogConfig log) {}

    /// @param stdout where the process's stdout goes to
    private Output output(Stream stream, Tap tap, Output stdout) {
        var tapped = tap.stripAnsi() || tap.isHeard();
        var to =
                switch (stream.log().logfile()) {
                    case LogConfig.Target.None() -> new Output.Discard();
                    case LogConfig.Target.Auto() ->
                            new Output.Rotated(
                                    autoLogs.path(
                                            stream.group(), stream.process(), stream.channel()),
                                    rotation(stream.log()));
                    case LogConfig.Target.File(var text) ->
                            file(stream, folder.resolve(text), tapped, stdout);
                };
        var pointless = to instanceof Output.Discard && !tap.isHeard();
        return tapped && !pointless ? new Output.Tapped(to, tap) : to;
    }

    private static Output file(Stream stream, Path path, boolean tapped, Output stdout) {
        if (path.equals(NULL)) {
            return new Output.Discard();
        }
        var own = ownDescriptor(path);
        if (own == 0 && (Files.isRegularFile(path) || !Files.exists(path))) {
            return new Output.Rotated(path, rotation(stream.log()));
        }
        return tapped
                ? new Output.Rotated(path, Rotation.NEVER)
                : direct(stream, path, own, stdout);
    }

    /// To a device or pipe, with nothing in between.
    ///
    /// @param own which descriptor of the daemon the path stands for; 0 if for none
    private static Output direct(Stream stream, Path path, int own, Output stdout) {
        if (own == 0) {
            return new Output.Append(path);
        }
        if (stream.channel().equals("stdout") == (own == 1)) {
            return new Output.Inherit();
        }
        if (own == 1 && stdout instanceof Output.Inherit) {
            return new Output.ToStdout();
        }
        // Opened by the process itself, the short name would stand for the process's own.
        return new Output.Append(
                Path.of("/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), own)));
    }

    private static int ownDescriptor(Path path) {
        return switch (path.toString()) {
            case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> 1;
            case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> 2;
            default -> 0;
        };
    }

    private static Rotation rotation(LogConfig log) {
        return log.maxBytes() <= 0
                ? Rotation.NEVER
                : new Rotation(log.maxBytes(), Math.clamp(log.backups(), 0, BACKUPS_MAX));
    }
}
