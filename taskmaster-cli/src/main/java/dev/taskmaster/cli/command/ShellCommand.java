package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.Following;
import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RefusedException;
import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.daemon.Signals;
import dev.taskmaster.cli.shell.Announcer;
import dev.taskmaster.cli.shell.Shell;
import dev.taskmaster.cli.verb.ExitCode;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `taskmaster shell`: the control shell of a daemon in another terminal.
final class ShellCommand implements Callable<Integer> {
    private final Streams streams;

    private final Connection connection = new Connection();

    ShellCommand(Streams streams) {
        this.streams = streams;
    }

    CommandSpec spec() {
        var spec =
                Described.as(
                        "shell",
                        this,
                        "Control a daemon from this terminal. Leaving the shell changes nothing.");
        connection.options().forEach(spec::addOption);
        return spec;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var control = connection.control(streams);
        if (control.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        if (!streams.isTerminal()) {
            streams.err()
                    .println(
                            "taskmaster: the shell needs a terminal; scripts can use the commands");
            return ExitCode.FAILED.number();
        }
        try {
            return run(control.get()).number();
        } catch (NoDaemonException e) {
            streams.complain(e.getMessage());
            return ExitCode.NO_DAEMON.number();
        } catch (RefusedException e) {
            streams.complain(e.getMessage());
            return ExitCode.FAILED.number();
        }
    }

    private ExitCode run(RemoteControl control) throws IOException, InterruptedException {
        var pid = control.pid();
        var announcer = new Announcer(System::nanoTime);
        var shell = Shell.open(control, Optional.of(history()), announcer, "leave", () -> {});
        Signals.on("HUP", shell::close);
        Signals.on("INT", shell::close);
        Signals.on("TERM", shell::close);
        try (var events = control.events(0, announcer::on)) {
            var watch = Thread.ofPlatform().daemon().start(() -> leaveWhenGone(events, shell));
            streams.out()
                    .println(
                            "%s, controls pid %d: 'help' lists the commands, 'quit' leaves"
                                    .formatted(VersionCommand.text(), pid));
            shell.run();
            if (!watch.isAlive()) {
                streams.out().println("the daemon is gone");
                return ExitCode.NO_DAEMON;
            }
            watch.interrupt();
            return ExitCode.DONE;
        }
    }

    private static void leaveWhenGone(Following events, Shell shell) {
        try {
            events.await();
        } catch (NoDaemonException e) {
            shell.close();
        } catch (InterruptedException e) {
            // The shell was left.
        }
    }

    private static Path history() {
        return Path.of(System.getProperty("user.home"), ".taskmaster_history");
    }
}
