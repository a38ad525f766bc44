package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Reloader;
import dev.taskmaster.cli.daemon.Setup;
import dev.taskmaster.cli.daemon.Signals;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.event.ReloadSummary;

import java.io.PrintStream;
import java.util.Optional;

/// Supervises in this process, without a shell, until a signal or a client ends it.
///
/// @param setup the configuration
/// @param console where events are shown
record Foreground(Setup setup, Optional<PrintStream> console) {

    /// Supervises, and returns when everything has stopped.
    ///
    /// @return the exit code
    /// @throws dev.taskmaster.cli.daemon.CannotRunException if it cannot; nothing was started
    int run() throws InterruptedException {
        try (var daemon =
                Daemon.open(setup, VersionCommand.number(), console, _ -> {}, new Silent())) {
            Signals.on("HUP", daemon::requestReload);
            Signals.on("USR2", daemon::reopenLogs);
            Signals.on("INT", daemon::endOrKill);
            Signals.on("TERM", daemon::endOrKill);
            daemon.start();
            return daemon.awaitEnd();
        }
    }

    /// Without a shell, the events that are shown say it.
    private record Silent() implements Reloader.Listener {
        @Override
        public void reloaded(ReloadSummary summary) {}

        @Override
        public void refused(ConfigException problems) {}
    }
}
