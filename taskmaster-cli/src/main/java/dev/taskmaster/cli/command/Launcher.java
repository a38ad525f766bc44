package dev.taskmaster.cli.command;

import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RefusedException;
import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.daemon.CannotRunException;
import dev.taskmaster.cli.daemon.Detached;
import dev.taskmaster.cli.daemon.Setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The script that has started this process, and can start another.
///
/// @param script where it is
record Launcher(Path script) {
    /// @throws CannotRunException if this process was started otherwise
    static Launcher current() {
        var script = System.getProperty("taskmaster.launcher");
        if (script == null) {
            throw new CannotRunException(
                    "cannot go into the background: start it with bin/taskmaster");
        }
        return new Launcher(Path.of(script));
    }

    /// Starts a daemon and waits until it answers.
    ///
    /// @param before commands that run the one behind them, `setpriv` for example
    /// @param arguments what the daemon is started with
    /// @param setup what it is to read
    /// @throws CannotRunException if it ends before it answers
    void detach(List<String> before, List<String> arguments, Setup setup)
            throws InterruptedException {
        var command = new ArrayList<>(before);
        command.addAll(List.of("setsid", script.toString()));
        command.addAll(arguments);
        var control = new RemoteControl(Connection.address(setup));
        var output =
                setup.daemon()
                        .stateDir()
                        .map(dir -> dir.resolve("output.log"))
                        .orElseThrow(
                                () ->
                                        new CannotRunException(
                                                "a daemon in the background needs a state folder, and none can be written: use 'run', or name one with 'statedir' in the section 'taskmaster'"));
        new Detached(command, output, pid -> answers(control, pid)).start();
    }

    private static boolean answers(RemoteControl control, long pid) {
        try {
            return control.pid() == pid;
        } catch (NoDaemonException | RefusedException e) {
            return false;
        }
    }
}
