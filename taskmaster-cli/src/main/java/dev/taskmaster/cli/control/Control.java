package dev.taskmaster.cli.control;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What people can ask of a supervisor, wherever it runs.
///
/// Names are those that [dev.taskmaster.Supervisor] takes. A method that throws
/// [InterruptedException] waits until the command is done; interrupting it ends the waiting, not
/// the command. It throws [dev.taskmaster.CommandRejectedException] where the supervisor is
/// shutting down. Any thread may call.
public interface Control {

    /// {@return the process id of the supervisor}
    long pid();

    /// {@return all processes as they are now, in the order of their names}
    List<ProcessStatus> status();

    /// {@return what descends from a process as it is now, in any order}
    List<Descendant> descendants(ProcessStatus process);

    /// Starts what is down, and waits until each is up or will not be.
    List<Outcome> start(List<String> names) throws InterruptedException;

    /// Starts what is down, and waits only until each lives or cannot.
    List<Outcome> beginStart(List<String> names) throws InterruptedException;

    /// Stops what is up, and waits until each is gone.
    List<Outcome> stop(List<String> names) throws InterruptedException;

    /// Asks what is up to end, and does not wait for it.
    List<Outcome> beginStop(List<String> names) throws InterruptedException;

    /// Stops what is up, starts all, and waits until each is up or will not be.
    List<Outcome> restart(List<String> names) throws InterruptedException;

    /// Sends a signal.
    List<Outcome> signal(Signal signal, List<String> names) throws InterruptedException;

    /// Reads the supervisor's configuration file again and applies it.
    ///
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it; nothing changes
    ReloadSummary reload() throws InterruptedException;

    /// Reads the supervisor's configuration file and applies nothing.
    ///
    /// @return what it asks for
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it
    Checked check();

    /// Stops everything, after which the supervisor ends. Waits for that, unless it would wait for
    /// itself.
    void shutdown() throws InterruptedException;

    /// Has another version of Taskmaster take over, under the same process id and without stopping
    /// anything, and waits until it answers.
    ///
    /// @param program where it is; empty for where the one that runs was started from
    /// @return its version
    /// @throws RefusedException if it cannot
    String upgrade(Optional<Path> program) throws InterruptedException;

    /// {@return the last `bytes` bytes of the log of a process, or all there are}
    ///
    /// @throws IOException if there is no such log or it cannot be read; its message says why
    byte[] tail(ProcessName name, Channel channel, long bytes) throws IOException;

    /// Follows the log of a process: hands on the last `bytes` bytes, and then what is added.
    ///
    /// @param reader gets the bytes, on a thread of its own
    /// @return closes the following; returns at once
    /// @throws IOException if there is no such log or it cannot be read; its message says why
    Following follow(ProcessName name, Channel channel, long bytes, Consumer<ByteBuffer> reader)
            throws IOException;

    /// {@return the last `bytes` bytes of the supervisor's own log, or all there are}
    ///
    /// @throws IOException if it has none or it cannot be read; its message says why
    byte[] ownTail(long bytes) throws IOException;

    /// As [#follow], for the supervisor's own log.
    ///
    /// @throws IOException if it has none or it cannot be read; its message says why
    Following followOwn(long bytes, Consumer<ByteBuffer> reader) throws IOException;

    /// {@return the last `last` events, or all that are remembered}
    List<Happening> events(int last);

    /// Hands on the last `last` events that are remembered, and then each as it happens.
    ///
    /// @param listener gets the events, one at a time; where it is slow, others wait
    /// @return closes the listening
    Following events(int last, Consumer<Happening> listener);

    /// What a configuration asks for.
    ///
    /// @param programs how many programs
    /// @param processes how many processes they are
    record Checked(int programs, int processes) {}
}
