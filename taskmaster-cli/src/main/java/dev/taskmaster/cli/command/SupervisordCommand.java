package dev.taskmaster.cli.command;

import dev.taskmaster.OwnProcess;
import dev.taskmaster.cli.daemon.CannotRunException;
import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.daemon.Succession;
import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.config.supervisord.SupervisordSettings;
import dev.taskmaster.launch.LaunchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `supervisord`: its command line, done by Taskmaster.
///
/// @param streams where it reads from and writes to
record SupervisordCommand(Streams streams) {
    /// What a daemon in the background is started with, before its other arguments.
    private static final String DETACHED = "--taskmaster-detached";

    private static final String HELP =
            """
            supervisord -- run a set of applications as daemons.

            Usage: supervisord [options]

            Options:
            -c/--configuration FILENAME -- configuration file path
            -n/--nodaemon -- run in the foreground (same as 'nodaemon=true' in config file)
            -s/--silent -- no logs to stdout (maps to 'silent=true' in config file)
            -h/--help -- print this usage message and exit
            -v/--version -- print supervisord version number and exit
            -u/--user USER -- run supervisord as this user (or numeric uid)
            -m/--umask UMASK -- use this umask for daemon subprocess (default is 022)
            -d/--directory DIRECTORY -- directory to chdir to when daemonized
            -l/--logfile FILENAME -- use FILENAME as logfile path
            -y/--logfile_maxbytes BYTES -- use BYTES to limit the max size of logfile
            -z/--logfile_backups NUM -- number of backups to keep when max bytes reached
            -e/--loglevel LEVEL -- use LEVEL as log level (debug,info,warn,error,critical)
            -j/--pidfile FILENAME -- write a pid file for the daemon process to FILENAME
            -i/--identifier STR -- identifier used for this instance of supervisord
            -q/--childlogdir DIRECTORY -- the log directory for child process logs
            -k/--nocleanup --  prevent the process from performing cleanup (removal of
                               old automatic child log files) at startup.
            -a/--minfds NUM -- the minimum number of file descriptors for start success
            -t/--strip_ansi -- strip ansi escape codes from process output
            --minprocs NUM  -- the minimum number of processes available for start success
            """;

    /// Does what the arguments ask for.
    ///
    /// @return the exit code: 0 done, 2 it cannot run
    int run(List<String> given) throws InterruptedException {
        var detached = !given.isEmpty() && given.getFirst().equals(DETACHED);
        var arguments = detached ? given.subList(1, given.size()) : given;
        try {
            return run(
                    SupervisordOptions.parse(arguments.toArray(String[]::new)),
                    arguments,
                    detached);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> fail(problem.toString()));
        } catch (IllegalArgumentException | CannotRunException | LaunchException e) {
            fail(e.getMessage());
        }
        streams.err().println("For help, use supervisord -h");
        return ExitCode.USAGE.number();
    }

    private void fail(String message) {
        streams.err().println(message.startsWith("Error: ") ? message : "Error: " + message);
    }

    private int run(SupervisordOptions options, List<String> arguments, boolean detached)
            throws InterruptedException {
        if (options.help()) {
            streams.out().print(HELP);
            return ExitCode.DONE.number();
        }
        if (options.version()) {
            streams.out().println(VersionCommand.number());
            return ExitCode.DONE.number();
        }
        var path = options.configuration().map(Path::of).orElseGet(SupervisordCommand::search);
        var setup = Setup.load(SupervisordFile.at(path).with(options.overrides()));
        var settings = setup.supervisord().orElseThrow().loaded().config().settings();
        // Everything in a container ends with its first process, which stays in the foreground.
        if (detached || settings.nodaemon() || Daemon.isInit()) {
            switchUser(settings, arguments, detached);
            if (!settings.nodaemon()) {
                settings.directory().ifPresent(OwnProcess::enter);
            }
            var again = new ArrayList<>(List.of("supervisord"));
            if (detached) {
                again.add(DETACHED);
            }
            again.addAll(arguments);
            return new Foreground(
                            setup,
                            detached || settings.silent()
                                    ? Optional.empty()
                                    : Optional.of(streams.out()),
                            new Succession(again),
                            streams.err())
                    .run();
        }
        detach(setup, settings, arguments);
        return ExitCode.DONE.number();
    }

    /// Where supervisord looks for its file.
    private static Path search() {
        var places = new ArrayList<Path>();
        var launcher = System.getProperty("taskmaster.launcher");
        if (launcher != null) {
            var bin = Path.of(launcher).getParent();
            places.add(bin.resolve("../etc/supervisord.conf").normalize());
            places.add(bin.resolve("../supervisord.conf").normalize());
        }
        for (var place :
                List.of(
                        "supervisord.conf",
                        "etc/supervisord.conf",
                        "/etc/supervisord.conf",
                        "/etc/supervisor/supervisord.conf")) {
            places.add(Path.of(place));
        }
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CannotRunException(
                                        "No config file found at default paths (%s); use the -c option to specify a config file at a different path"
                                                .formatted(
                                                        String.join(
                                                                ", ",
                                                                places.stream()
                                                                        .map(Path::toString)
                                                                        .toList()))));
    }

    private static void detach(Setup setup, SupervisordSettings settings, List<String> arguments)
            throws InterruptedException {
        // The umask is the daemon's, and the children's, only in the background.
        var before =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "umask %03o && exec \"$@\"".formatted(settings.umask()),
                                "sh"));
        var own = new ArrayList<>(List.of("supervisord", DETACHED));
        own.addAll(arguments);
        Launcher.current().detach(before, own, setup);
    }

    /// Starts anew as the user that the daemon is to run as, in the same process, unless it is that
    /// user.
    private static void switchUser(
            SupervisordSettings settings, List<String> arguments, boolean detached) {
        var user = settings.user().filter(it -> !isMe(it));
        if (user.isEmpty()) {
            return;
        }
        if (!isMe("0")) {
            throw new CannotRunException("Can't drop privilege as nonroot user");
        }
        var command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/env",
                                "setpriv",
                                "--reuid=" + user.get(),
                                "--regid=" + group(user.get()),
                                "--init-groups",
                                "--",
                                Launcher.current().script().toString(),
                                "supervisord"));
        if (detached) {
            command.add(DETACHED);
        }
        command.addAll(arguments);
        OwnProcess.become(command, System.getenv());
    }

    /// The number of a user's primary group.
    private static String group(String user) {
        try {
            for (var line : Files.readAllLines(Path.of("/etc/passwd"))) {
                var fields = line.split(":");
                if (fields.length > 3 && (fields[0].equals(user) || fields[2].equals(user))) {
                    return fields[3];
                }
            }
        } catch (IOException e) {
            throw new CannotRunException("cannot read /etc/passwd: " + e.getMessage());
        }
        throw new CannotRunException("there is no user " + user + " in /etc/passwd");
    }

    private static boolean isMe(String user) {
        try {
            var uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
            return user.equals(System.getProperty("user.name")) || user.equals(uid);
        } catch (IOException | UnsupportedOperationException e) {
            return user.equals(System.getProperty("user.name"));
        }
    }
}
