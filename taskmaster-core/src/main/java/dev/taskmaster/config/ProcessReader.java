package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.LogConfig.Target;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.internal.ini.MalformedException;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the processes that a section `[program:x]`, `[eventlistener:x]` or `[fcgi-program:x]` asks
/// for.
final class ProcessReader {
    /// So many characters may the commands and environments of all processes have together: more
    /// would fill the memory, and are a mistake.
    private static final long TEXT_MAX = 64 << 20;

    private final SupervisordHost host;
    private final Map<String, String> environment;
    private long processes;
    private long text;

    /// @param host the users there are, and what relative paths start from
    /// @param environment what `[supervisord]` adds to every environment
    ProcessReader(SupervisordHost host, Map<String, String> environment) {
        this.host = host;
        this.environment = environment;
    }

    /// {@return its processes, by name}
    ///
    /// @param section the section, with the names that are known everywhere
    /// @param group the group that they are to be in
    List<ProcessConfig> read(OptionReader section, String program, String group) {
        var everywhere =
                section.with(
                        section.names()
                                .with(
                                        Map.of(
                                                "program_name", program,
                                                "group_name", group,
                                                "host_node_name", host.nodeName())));
        var common = new Common(everywhere, program);
        common.check();
        if (!hasRoomFor(common)) {
            return List.of();
        }
        var read = new ArrayList<ProcessConfig>();
        for (var num = common.numprocsStart; num < common.numprocsStart + common.numprocs; num++) {
            common.process(num).ifPresent(read::add);
        }
        read.sort((one, other) -> one.name().compareTo(other.name()));
        return read;
    }

    private boolean hasRoomFor(Common common) {
        processes += Math.max(0, common.numprocs);
        text += (long) Math.max(0, common.numprocs) * common.length();
        if (processes > ProgramReader.PROCESSES_MAX) {
            common.options.problem(
                    "numprocs",
                    "makes %s processes with the programs before it, expected at most %s"
                            .formatted(processes, ProgramReader.PROCESSES_MAX));
            return false;
        }
        if (text > TEXT_MAX) {
            common.options.problem(
                    "numprocs",
                    "makes %s characters of commands and environments with the programs before it, expected at most %s"
                            .formatted(text, TEXT_MAX));
            return false;
        }
        return true;
    }

    /// What all processes of a section share.
    private final class Common {
        private final OptionReader options;
        private final String program;
        private final int priority;
        private final boolean autostart;
        private final Autorestart autorestart;
        private final int startSecs;
        private final int startRetries;
        private final Signal stopSignal;
        private final int stopWaitSecs;
        private final boolean stopAsGroup;
        private final boolean killAsGroup;
        private final List<Integer> exitCodes;
        private final boolean redirectStderr;
        private final int numprocs;
        private final int numprocsStart;
        private final Optional<String> serverUrl;
        private final Optional<String> user;
        private final OptionalInt uid;
        private final OptionalInt umask;
        private final String processName;

        Common(OptionReader options, String program) {
            this.options = options;
            this.program = program;
            priority = options.integer("priority", 999);
            autostart = options.flag("autostart", true);
            autorestart =
                    options.read("autorestart", SupervisordValues::autorestart)
                            .orElse(Autorestart.UNEXPECTED);
            startSecs = options.integer("startsecs", 1);
            startRetries = options.integer("startretries", 3);
            stopSignal = options.read("stopsignal", SupervisordValues::signal).orElse(Signal.TERM);
            stopWaitSecs = options.integer("stopwaitsecs", 10);
            stopAsGroup = options.flag("stopasgroup", false);
            killAsGroup = options.flag("killasgroup", stopAsGroup);
            exitCodes = options.read("exitcodes", SupervisordValues::exitCodes).orElse(List.of(0));
            redirectStderr = options.flag("redirect_stderr", false);
            numprocs =
                    options.read(
                                    "numprocs",
                                    text ->
                                            SupervisordValues.integer(
                                                    text,
                                                    Integer.MIN_VALUE,
                                                    ProgramReader.PROCESSES_MAX))
                            .orElse(1);
            numprocsStart =
                    options.read(
                                    "numprocs_start",
                                    text -> SupervisordValues.integer(text, -1_000_000, 1_000_000))
                            .orElse(0);
            serverUrl =
                    options.text("serverurl").filter(url -> !url.strip().equalsIgnoreCase("auto"));
            user = options.text("user");
            uid =
                    options.read("user", this::account)
                            .map(Accounts.User::uid)
                            .orElse(OptionalInt.empty());
            umask =
                    options.read("umask", SupervisordValues::octal)
                            // As the kernel does it (`man 2 umask`).
                            .map(bits -> OptionalInt.of(bits & 0777))
                            .orElse(OptionalInt.empty());
            processName = options.raw("process_name").orElse("%(program_name)s");
        }

        private Accounts.User account(String name) {
            return host.accounts()
                    .user(name)
                    .orElseThrow(
                            () -> new BadValueException("there is no user " + Values.quoted(name)));
        }

        void check() {
            if (stopAsGroup && !killAsGroup) {
                options.problem("killasgroup", "cannot be false while stopasgroup is true");
            }
            if (numprocs > 1 && !processName.contains("%(process_num)")) {
                options.problem(
                        "process_name",
                        "must have %(process_num) in it while numprocs is more than 1, as in %(program_name)s_%(process_num)02d");
            }
            if (numprocs < 1) {
                options.warning("numprocs", "is less than 1, so there is no process");
            }
            if (!options.has("command")) {
                options.problem("has no command, expected command = program and arguments");
            }
            warnIfNegative("startsecs", startSecs);
            warnIfNegative("startretries", startRetries);
            warnIfNegative("stopwaitsecs", stopWaitSecs);
        }

        private void warnIfNegative(String option, int value) {
            if (value < 0) {
                options.warning(option, "is negative, which is taken for 0");
            }
        }

        int length() {
            return options.raw("command").orElse("").length()
                    + options.raw("environment").orElse("").length();
        }

        /// {@return the process of that number; empty if something is wrong with what is its own}
        Optional<ProcessConfig> process(int num) {
            var numbered =
                    options.with(
                            options.names()
                                    .withNumbers(Map.of("process_num", num, "numprocs", numprocs)));
            var ownEnvironment =
                    numbered.read("environment", SupervisordValues::environment).orElse(Map.of());
            var own = numbered.with(numbered.names().withVariables(ownEnvironment));
            var merged = new LinkedHashMap<>(environment);
            merged.putAll(ownEnvironment);
            var name = own.has("process_name") ? name(own) : Optional.of(program);
            var stdout = new LogReader(host, own, "stdout").read();
            var stderr = new LogReader(host, own, "stderr").read();
            if (redirectStderr && stderr.logfile() instanceof Target.File) {
                own.warning("stderr_logfile", "is ignored, since redirect_stderr is true");
            }
            var command = own.text("command");
            if (name.isEmpty() || command.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    warnOfCommand(
                            new ProcessConfig(
                                    name.get(),
                                    program,
                                    num,
                                    command.get(),
                                    directory(own),
                                    umask,
                                    priority,
                                    autostart,
                                    autorestart,
                                    startSecs,
                                    startRetries,
                                    stdout,
                                    redirectStderr ? withoutFile(stderr) : stderr,
                                    stopSignal,
                                    stopWaitSecs,
                                    stopAsGroup,
                                    killAsGroup,
                                    exitCodes,
                                    redirectStderr,
                                    merged,
                                    serverUrl,
                                    user,
                                    uid)));
        }

        private Optional<String> name(OptionReader own) {
            try {
                SupervisordValues.nameFormat(processName);
            } catch (BadValueException e) {
                own.problem("process_name", e.getMessage());
                return Optional.empty();
            }
            return own.read("process_name", SupervisordValues::name);
        }

        private Optional<String> directory(OptionReader own) {
            var directory = own.text("directory");
            if (directory.filter(String::isEmpty).isPresent()) {
                own.warning("directory", "is empty, which is taken for none");
            }
            return directory;
        }

        private ProcessConfig warnOfCommand(ProcessConfig process) {
            process.spawnError()
                    .ifPresent(
                            error ->
                                    options.warning(
                                            "command", error + ", so it cannot be started"));
            return process;
        }

        private static LogConfig withoutFile(LogConfig log) {
            return new LogConfig(
                    new Target.None(),
                    log.maxBytes(),
                    log.backups(),
                    log.captureMaxBytes(),
                    log.eventsEnabled(),
                    log.syslog());
        }
    }

    /// Reads what becomes of one stream.
    private record LogReader(SupervisordHost host, OptionReader options, String stream) {

        LogConfig read() {
            var file = options.read(stream + "_logfile", this::logfile).orElse(Log.AUTO);
            var maxBytes = options.byteSize(stream + "_logfile_maxbytes", 50 << 20);
            if (file.target instanceof Target.Auto && maxBytes == 0) {
                options.warning(
                        stream + "_logfile_maxbytes",
                        "is 0 while the log is AUTO, so that it grows without limit");
            }
            return new LogConfig(
                    file.target,
                    maxBytes,
                    options.integer(stream + "_logfile_backups", 10),
                    options.byteSize(stream + "_capture_maxbytes", 0),
                    options.flag(stream + "_events_enabled", false),
                    options.flag(stream + "_syslog", false) || file.syslog);
        }

        private record Log(Target target, boolean syslog) {
            static final Log AUTO = new Log(new Target.Auto(), false);
        }

        private Log logfile(String once) {
            var text = expandedAgain(once);
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "none", "off", "" -> new Log(new Target.None(), false);
                case "auto" -> Log.AUTO;
                case "syslog" -> {
                    options.warning(
                            stream + "_logfile",
                            "= syslog is an old way to write %s_syslog = true".formatted(stream));
                    yield new Log(new Target.None(), true);
                }
                default -> new Log(new Target.File(host.inFolder(text)), false);
            };
        }

        /// supervisord expands the names of logs twice. What it cannot expand once more is an error
        /// to it, and left as it is here.
        private String expandedAgain(String once) {
            try {
                return options.section()
                        .option(stream + "_logfile")
                        .map(option -> options.names().expand(once, option.file()))
                        .orElse(once);
            } catch (MalformedException e) {
                return once;
            }
        }
    }
}
