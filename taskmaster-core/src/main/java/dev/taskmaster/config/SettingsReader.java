package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.SupervisorctlSettings;
import dev.taskmaster.config.supervisord.SupervisordSettings;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads the sections `[supervisord]` and `[supervisorctl]`.
///
/// @param host what relative paths and defaults come from
record SettingsReader(SupervisordHost host) {

    SupervisordSettings supervisord(OptionReader section) {
        section.warnOfOthers(SupervisordOptions.SUPERVISORD, Map.of());
        var logfile = section.read("logfile", host::inFolder).orElse("supervisord.log");
        section.read("user", this::user);
        return new SupervisordSettings(
                logfile.equals("syslog") ? Optional.empty() : Optional.of(host.absolute(logfile)),
                section.byteSize("logfile_maxbytes", 50 << 20),
                section.integer("logfile_backups", 10),
                section.read("loglevel", SupervisordValues::logLevel).orElse(LogLevel.INFO),
                host.absolute(section.read("pidfile", host::inFolder).orElse("supervisord.pid")),
                section.read("umask", SupervisordValues::octal).orElse(022),
                section.read("directory", host::folder),
                section.flag("nodaemon", false),
                section.flag("silent", false),
                section.integer("minfds", 1024),
                section.integer("minprocs", 200),
                section.flag("nocleanup", false),
                section.flag("survive", true),
                section.read("childlogdir", host::folder).orElse(host.temporary()),
                section.text("user"),
                section.flag("strip_ansi", false),
                section.with(section.names().with(Map.of("host_node_name", host.nodeName())))
                        .read("environment", SupervisordValues::environment)
                        .orElse(Map.of()),
                section.text("identifier").orElse("supervisor"));
    }

    private Accounts.User user(String name) {
        return host.accounts()
                .user(name)
                .orElseThrow(
                        () -> new BadValueException("there is no user " + Values.quoted(name)));
    }

    SupervisorctlSettings supervisorctl(OptionReader section) {
        section.warnOfOthers(SupervisordOptions.SUPERVISORCTL, Map.of());
        return new SupervisorctlSettings(
                section.read("serverurl", this::serverUrl).orElse("http://localhost:9001"),
                section.text("username"),
                section.text("password"),
                section.text("prompt").orElse("supervisor"),
                section.read("history_file", this::historyFile).flatMap(file -> file));
    }

    private String serverUrl(String url) {
        return url.startsWith("unix://") ? "unix://" + host.absolute(url.substring(7)) : url;
    }

    private Optional<Path> historyFile(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(host.absolute(text));
    }
}
