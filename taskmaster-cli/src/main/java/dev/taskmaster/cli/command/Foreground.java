package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Reloader;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.daemon.Signals;
import dev.taskmaster.cli.daemon.Succession;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.ReloadSummary;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/// Supervises in this process, without a shell, until a signal or a client ends it.
///
/// @param setup the configuration
/// @param console where events are shown
/// @param succession how another version of the program goes on where this one has ended
/// @param err where trouble with that is told
record Foreground(
        Setup setup, Optional<PrintStream> console, Succession succession, PrintStream err) {

    /// Supervises, and returns when everything has stopped.
    ///
    /// @return the exit code
    /// @throws dev.taskmaster.cli.daemon.CannotRunException if it cannot; nothing was started
    int run() throws InterruptedException {
        Optional<Path> successor;
        int exitCode;
        try (var daemon = open()) {
            on("HUP", daemon, LogLevel.WARN, "restart request", daemon::requestReload);
            on("USR2", daemon, LogLevel.INFO, "log reopen request", daemon::reopenLogs);
            on("INT", daemon, LogLevel.WARN, "exit request", daemon::endOrKill);
            on("TERM", daemon, LogLevel.WARN, "exit request", daemon::endOrKill);
            Succession.ownScript().ifPresent(daemon::mayBeUpgraded);
            on("USR1", daemon, LogLevel.INFO, "upgrade request", daemon::requestUpgrade);
            daemon.start();
            exitCode = daemon.awaitEnd();
            successor = daemon.successor();
        }
        successor.ifPresent(script -> succession.to(script, err));
        return exitCode;
    }

    private Daemon open() {
        try {
            return Daemon.open(setup, VersionCommand.number(), console, _ -> {}, new Silent());
        } catch (RuntimeException | Error e) {
            // Whatever it is: parts of a broken installation may be missing, too.
            succession.back(err);
            throw e;
        }
    }

    private static void on(
            String signal, Daemon daemon, LogLevel level, String request, Runnable action) {
        Signals.on(
                signal,
                () -> {
                    daemon.received(level, signal, request);
                    action.run();
                });
    }

    /// Without a shell, the events that are shown say it.
    private record Silent() implements Reloader.Listener {
        @Override
        public void reloaded(ReloadSummary summary) {}

        @Override
        public void refused(ConfigException problems) {}
    }
}
