package dev.taskmaster.cli.command;

import dev.taskmaster.cli.daemon.Daemon;
import dev.taskmaster.cli.daemon.Reloader;
import dev.taskmaster.cli.daemon.Setup;
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
    /// @throws dev.taskmaster.cli.daemon.CannotRunException if it cannot; nothing was started
    void run() throws InterruptedException {
        try (var daemon =
                Daemon.open(setup, VersionCommand.number(), console, _ -> {}, new Silent())) {
            daemon.on("HUP", "restart", daemon::requestReload);
            daemon.on("USR2", "log reopen", daemon::reopenLogs);
            daemon.on("INT", "exit", daemon::endOrKill);
            daemon.on("TERM", "exit", daemon::endOrKill);
            daemon.start();
            daemon.awaitEnd();
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
