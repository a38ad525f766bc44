package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.daemon.CannotRunException;
import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Reloader;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.daemon.Signals;
import dev.taskmaster.cli.daemon.Succession;
import dev.taskmaster.cli.shell.Announcer;
import dev.taskmaster.cli.shell.Shell;
import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.status.ProcessStatus;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `taskmaster run`: supervises in the foreground.
final class RunCommand implements Callable<Integer> {
    private static final int NAMES_SHOWN = 10;

    private final Streams streams;

    private final ConfigOption config = new ConfigOption();
    private final OptionSpec noShell =
            Described.flag("--no-shell")
                    .description("Supervise without the control shell.")
                    .build();
    private final OptionSpec quiet =
            Described.flag("--quiet").description("Without the shell: show no events.").build();

    RunCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        return Described.as(
                        "run",
                        this,
                        "Supervise in the foreground, with the control shell on a terminal.",
                        "Without one, events are written to stderr. SIGHUP reads the configuration again;"
                                + " SIGTERM and SIGINT stop everything, and a second one kills what is left.")
                .addOption(config.spec())
                .addOption(noShell)
                .addOption(quiet);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var loaded = config.load(streams);
        if (loaded.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        try {
            if (noShell.<Boolean>getValue() || !streams.isTerminal()) {
                return new Foreground(
                                loaded.get(),
                                console(loaded.get()),
                                Succession.run(quiet.getValue(), loaded.get().file().path()),
                                streams.err())
                        .run();
            }
            return superviseWithShell(loaded.get());
        } catch (CannotRunException e) {
            streams.complain(e.getMessage());
            return ExitCode.FAILED.number();
        }
    }

    /// Events go where those of each kind of daemon are expected.
    private Optional<PrintStream> console(Setup setup) {
        if (quiet.<Boolean>getValue()) {
            return Optional.empty();
        }
        return Optional.of(setup.supervisord().isPresent() ? streams.out() : streams.err());
    }

    private int superviseWithShell(Setup setup) throws IOException, InterruptedException {
        var announcer = new Announcer(System::nanoTime);
        try (var daemon = open(setup, announcer, new Announced(announcer))) {
            var history = setup.daemon().stateDir().map(dir -> dir.resolve("history"));
            var shell =
                    Shell.open(
                            daemon.control(),
                            history,
                            announcer,
                            "stop everything and leave",
                            daemon::endOrKill);
            Signals.on("HUP", () -> onHangup(daemon, shell));
            Signals.on("USR2", daemon::reopenLogs);
            Signals.on("INT", daemon::endOrKill);
            Signals.on("TERM", daemon::endOrKill);
            // Looked at before anything is told to stop.
            var farewell = daemon.ending().thenApply(_ -> whatStops(daemon.control()));
            farewell.thenRun(shell::close);
            daemon.start();
            streams.out().println(greeting(setup));
            shell.run();
            daemon.end();
            streams.out().print(farewell.join());
            var exitCode = daemon.awaitEnd();
            streams.out().println("everything is stopped");
            return exitCode;
        }
    }

    private static Daemon open(Setup setup, EventListener listener, Reloader.Listener reloads) {
        return Daemon.open(setup, VersionCommand.number(), Optional.empty(), listener, reloads);
    }

    /// The kernel sends SIGHUP when the terminal is gone, too.
    private static void onHangup(Daemon daemon, Shell shell) {
        if (shell.isTerminalLost()) {
            daemon.end();
        } else {
            daemon.requestReload();
        }
    }

    private static String greeting(Setup setup) {
        return "%s, pid %d, supervises %s: 'help' lists the commands, 'quit' stops everything"
                .formatted(
                        VersionCommand.text(), ProcessHandle.current().pid(), setup.file().path());
    }

    private static String whatStops(Control control) {
        var up = control.status().stream().filter(process -> process.state().isAlive()).toList();
        return up.isEmpty() ? "" : "stopping " + names(up) + "; Ctrl-C kills what is left\n";
    }

    private static String names(List<ProcessStatus> processes) {
        var names =
                processes.stream()
                        .limit(NAMES_SHOWN)
                        .map(process -> process.name().toString())
                        .collect(Collectors.joining(", "));
        var more = processes.size() - NAMES_SHOWN;
        return more > 0 ? names + " and " + more + " more" : names;
    }

    /// The shell says what became of a SIGHUP.
    private record Announced(Announcer announcer) implements Reloader.Listener {
        @Override
        public void reloaded(ReloadSummary summary) {
            announcer.say("reloaded: " + summary);
        }

        @Override
        public void refused(ConfigException problems) {
            problems.problems().forEach(problem -> announcer.say(problem.toString()));
            announcer.say("reload refused, nothing is changed");
        }
    }
}
