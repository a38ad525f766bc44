package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.LogConfig;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.config.supervisord.ProgramSpecs;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A supervisord.conf as YAML.
///
/// What YAML can say, it says: the programs that come of it run as before. What it cannot say is
/// told, one line each, for whoever has the file converted.
///
/// @param yaml the text of a configuration file
/// @param notCarried what the text does not say, or says otherwise
public record Conversion(String yaml, List<String> notCarried) {
    public Conversion {
        notCarried = List.copyOf(notCarried);
    }

    /// Converts a supervisord.conf.
    public static Conversion of(SupervisordFile.Loaded loaded) {
        return new Converter(loaded.programs()).convert();
    }

    /// One conversion: collects programs and notes.
    private static final class Converter {
        private final ProgramSpecs specs;
        private final SupervisordConfig config;
        private final Map<String, Object> programs = new LinkedHashMap<>();
        private final Set<String> notes = new LinkedHashSet<>();

        Converter(ProgramSpecs specs) {
            this.specs = specs;
            this.config = specs.config();
        }

        Conversion convert() {
            var top = new LinkedHashMap<String, Object>();
            var daemon = daemon();
            if (!daemon.isEmpty()) {
                top.put("taskmaster", daemon);
            }
            config.groups().forEach(this::group);
            top.put("programs", programs);
            if (!programs.isEmpty()) {
                note(
                        "all programs: waits before a retry grow exponentially up to a minute, not by a second each; see backoff");
                note(
                        "all programs: each runs in a session of its own, and with TASKMASTER_PROGRAM, TASKMASTER_PROCESS and TASKMASTER_NUM in its environment instead of SUPERVISOR_ENABLED, SUPERVISOR_PROCESS_NAME, SUPERVISOR_GROUP_NAME and SUPERVISOR_SERVER_URL");
            }
            return new Conversion(YamlWriter.write(top), new ArrayList<>(notes));
        }

        private void note(String note) {
            notes.add(note);
        }

        private Map<String, Object> daemon() {
            var daemon = new LinkedHashMap<String, Object>();
            var settings = config.settings();
            settings.logfile()
                    .ifPresentOrElse(
                            file ->
                                    daemon.put(
                                            "logfile",
                                            rotated(
                                                    file.toString(),
                                                    settings.logfileMaxBytes(),
                                                    settings.logfileBackups())),
                            () -> {
                                daemon.put("logfile", "none");
                                daemon.put("syslog", "true");
                            });
            for (var server : config.servers()) {
                switch (server) {
                    case HttpServer.Unix unix when !daemon.containsKey("socket") -> {
                        daemon.put("socket", unix.file().toString());
                        if (unix.mode() != 0700
                                || unix.owner().isPresent()
                                || unix.credentials().isPresent()) {
                            note(
                                    "[%s] chmod, chown, username, password: the socket is the supervisor's alone"
                                            .formatted(server.section()));
                        }
                    }
                    case HttpServer.Unix _, HttpServer.Inet _ ->
                            note("[%s]: one unix socket is all".formatted(server.section()));
                }
            }
            settings(settings);
            return daemon;
        }

        private void settings(SupervisordSettings settings) {
            var all = new LinkedHashMap<String, Boolean>();
            all.put("loglevel", settings.logLevel() != SupervisordSettings.LogLevel.INFO);
            all.put("user", settings.user().isPresent());
            all.put("directory", settings.directory().isPresent());
            all.put("umask", settings.umask() != 022);
            all.put("minfds", settings.minFds() != 1024);
            all.put("minprocs", settings.minProcs() != 200);
            all.put("nocleanup", settings.nocleanup());
            all.put("survive", !settings.survive());
            all.put("strip_ansi", settings.stripAnsi());
            all.put("identifier", !settings.identifier().equals("supervisor"));
            all.forEach(
                    (option, written) -> {
                        if (written) {
                            note("[supervisord] " + option);
                        }
                    });
        }

        private void group(GroupConfig group) {
            switch (group.kind()) {
                case GroupConfig.Listeners _ -> note("[eventlistener:%s]".formatted(group.name()));
                case GroupConfig.FastCgi _ -> note("[fcgi-program:%s]".formatted(group.name()));
                case GroupConfig.Programs() ->
                        specs.of(group).forEach(program -> program(group, program));
            }
        }

        private void program(GroupConfig group, ProgramSpec program) {
            var template = Template.of(program);
            if (template.isPresent() && !programs.containsKey(program.name())) {
                put(group, program.name(), template.get(), program.processes().size());
            } else {
                program.processes()
                        .forEach(process -> put(group, own(process), Template.of(process), 1));
            }
        }

        /// A name for a process that becomes a program of its own.
        private String own(ProcessSpec process) {
            var name = process.name().process();
            if (programs.containsKey(name)) {
                name = process.name().group() + "-" + name;
                for (var i = 2; programs.containsKey(name); i++) {
                    name = process.name().group() + "-" + process.name().process() + "-" + i;
                }
                note("%s is called %s".formatted(process.name(), name));
            }
            return name;
        }

        private void put(GroupConfig group, String name, Template template, int numprocs) {
            var spec = template.process();
            var config =
                    group.processes().stream()
                            .filter(it -> it.name().equals(spec.name().process()))
                            .findFirst()
                            .orElseThrow();
            if (config.spawnError().isPresent()) {
                note("%s: %s".formatted(spec.name(), config.spawnError().get()));
                return;
            }
            var keys = new LinkedHashMap<String, Object>();
            keys.put("cmd", template.cmd(specs.folder()));
            if (numprocs > 1) {
                keys.put("numprocs", String.valueOf(numprocs));
                if (spec.num() != 0) {
                    keys.put("numprocs_start", String.valueOf(spec.num()));
                }
            }
            if (!group.name().equals(name)) {
                keys.put("group", group.name());
            }
            launch(keys, template, config);
            policies(keys, spec);
            programs.put(name, keys);
            template.literals().forEach(text -> note(spec.name() + ": " + text));
            notes(group, spec, config);
        }

        private void launch(Map<String, Object> keys, Template template, ProcessConfig config) {
            var launch = template.process().launch();
            template.workingDir().ifPresent(dir -> keys.put("workingdir", dir));
            launch.umask().ifPresent(bits -> keys.put("umask", octal(bits)));
            launch.user().ifPresent(user -> keys.put("user", user.name()));
            if (!config.environment().isEmpty()) {
                keys.put("env", template.env(config.environment().keySet()));
            }
            keys.put("stdin", "pipe");
            keys.put("stdout", output(launch.stdout(), config.stdout(), template));
            keys.put("stderr", output(launch.stderr(), config.stderr(), template));
        }

        private static String octal(int bits) {
            return "0" + Integer.toOctalString(bits);
        }

        private static Object output(Output output, LogConfig log, Template template) {
            return switch (output) {
                case Output.Discard() -> "none";
                case Output.Inherit() -> "inherit";
                case Output.ToStdout() -> "stdout";
                case Output.Append(var path) -> template.text(path.toString());
                case Output.Tapped(var to, _) -> output(to, log, template);
                case Output.Rotated(var path, var rotation) ->
                        log.logfile() instanceof LogConfig.Target.Auto
                                ? rotated("auto", rotation)
                                : rotated(template.text(path.toString()), rotation);
            };
        }

        private static Object rotated(String file, Rotation rotation) {
            return rotation.equals(Rotation.NEVER)
                    ? rotated(file, 0, 0)
                    : rotated(file, rotation.maxBytes(), rotation.backups());
        }

        private static Object rotated(String file, long maxBytes, int backups) {
            if (maxBytes <= 0) {
                return file.equals("auto") ? Map.of("file", "auto", "maxbytes", "0") : file;
            }
            if (file.equals("auto") && new Rotation(maxBytes, backups).equals(Rotation.STANDARD)) {
                return file;
            }
            var keys = new LinkedHashMap<String, Object>();
            keys.put("file", file);
            keys.put("maxbytes", size(maxBytes));
            keys.put("backups", String.valueOf(Math.clamp(backups, 0, 10_000)));
            return keys;
        }

        private static String size(long bytes) {
            return bytes % (1 << 20) == 0
                    ? (bytes >> 20) + "MB"
                    : bytes % (1 << 10) == 0 ? (bytes >> 10) + "KB" : String.valueOf(bytes);
        }

        /// All that is not as in a YAML file that does not say it.
        private static void policies(Map<String, Object> keys, ProcessSpec spec) {
            var usual = ProgramSpec.named("x").cmd("x").build().processes().getFirst();
            if (!spec.start().autostart()) {
                keys.put("autostart", "false");
            }
            if (!spec.start().startTime().equals(usual.start().startTime())) {
                keys.put("starttime", String.valueOf(spec.start().startTime().toSeconds()));
            }
            if (spec.start().startRetries() != usual.start().startRetries()) {
                keys.put("startretries", String.valueOf(spec.start().startRetries()));
            }
            if (spec.start().priority() != usual.start().priority()) {
                keys.put("priority", String.valueOf(spec.start().priority()));
            }
            switch (spec.restart().autorestart()) {
                case ALWAYS -> keys.put("autorestart", "always");
                case NEVER -> keys.put("autorestart", "never");
                case UNEXPECTED -> {}
            }
            if (!spec.restart().exitCodes().equals(usual.restart().exitCodes())) {
                keys.put("exitcodes", List.copyOf(spec.restart().exitCodes()));
            }
            if (!spec.stop().stopSignal().equals(usual.stop().stopSignal())) {
                keys.put("stopsignal", spec.stop().stopSignal().name());
            }
            if (!spec.stop().stopTime().equals(usual.stop().stopTime())) {
                keys.put("stoptime", String.valueOf(spec.stop().stopTime().toSeconds()));
            }
            if (spec.stop().stopAsGroup()) {
                keys.put("stopasgroup", "true");
            }
            if (!spec.stop().killAsGroup()) {
                keys.put("killasgroup", "false");
            } else {
                keys.put("killtree", "false");
            }
        }

        private void notes(GroupConfig group, ProcessSpec spec, ProcessConfig config) {
            var section = "%s: ".formatted(spec.name());
            if (group.priority() != spec.start().priority()) {
                note(
                        "[group:%s] priority %s: a program has one priority, and %s keeps its own, %s"
                                .formatted(
                                        group.name(),
                                        group.priority(),
                                        spec.name(),
                                        spec.start().priority()));
            }
            for (var stream :
                    List.of(
                            Map.entry("stdout", config.stdout()),
                            Map.entry("stderr", config.stderr()))) {
                var log = stream.getValue();
                if (log.captureMaxBytes() > 0) {
                    note(section + stream.getKey() + "_capture_maxbytes");
                }
                if (log.eventsEnabled()) {
                    note(section + stream.getKey() + "_events_enabled");
                }
                if (log.syslog()) {
                    note(section + stream.getKey() + "_syslog");
                }
            }
            config.serverUrl().ifPresent(url -> note(section + "serverurl " + url));
            if (spec.stop().killAsGroup()) {
                note(
                        section
                                + "what is left of its process group is killed once it has ended, since killasgroup is true");
            }
            spec.launch()
                    .user()
                    .ifPresent(
                            user ->
                                    note(
                                            section
                                                    + "HOME, USER, LOGNAME and SHELL become those of "
                                                    + user.name()));
        }

        private void notes(String stream, LogConfig log) {
            if (log.captureMaxBytes() > 0) {
                note(stream + "_capture_maxbytes");
            }
            if (log.eventsEnabled()) {
                note(stream + "_events_enabled");
            }
            if (log.syslog()) {
                note(stream + "_syslog");
            }
        }
    }
}
