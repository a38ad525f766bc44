package dev.taskmaster.server.host;

import dev.taskmaster.config.Configuration;
import dev.taskmaster.event.ReloadSummary;

import java.nio.file.Path;
import java.util.Optional;

/// The program that the supervisor runs in, as far as clients may ask something of it.
///
/// Its methods are called by any thread, several at once.
public interface Host {

    /// {@return what it calls itself; supervisord's default is `supervisor`}
    String identifier();

    /// {@return the version of the program}
    String version();

    /// {@return its own log, if that is a file}
    Optional<Path> log();

    /// {@return what it is about to do}
    State state();

    /// Reads the configuration and does nothing with it.
    ///
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it
    Configuration check();

    /// Reads the configuration and applies it.
    ///
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it; nothing changes
    /// @throws dev.taskmaster.CommandRejectedException if the supervisor is shutting down
    ReloadSummary reload() throws InterruptedException;

    /// {@return the configuration group by group}
    Groups groups();

    /// Begins to stop everything, after which the program ends, and returns at once.
    void shutdown();

    /// Begins to stop everything, after which all is started anew from the configuration as it is
    /// then, and returns at once.
    void restart();

    /// Checks whether another version of this program can take over, has it do so, under the same
    /// process id and without stopping anything, and returns before that is done.
    ///
    /// @param program where that version is; empty for where this one was started from
    /// @throws IllegalStateException if it cannot; the message says why
    default void upgrade(Optional<Path> program) {
        throw new IllegalStateException("this program cannot be replaced while it runs");
    }

    /// Hands something to those who listen for supervisord's `REMOTE_COMMUNICATION` events.
    ///
    /// @param type what it is
    /// @param data what it says
    default void remoteEvent(String type, String data) {}

    /// What a host is about to do.
    enum State {
        /// Nothing but supervise.
        RUNNING,
        /// Stop everything and start it anew.
        RESTARTING,
        /// Stop everything and end.
        SHUTDOWN
    }
}
