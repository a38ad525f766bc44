package dev.taskmaster.launch;

import dev.taskmaster.spec.Signal;

import java.nio.ByteBuffer;

/// A process that a launcher has started. Its methods are called by the supervisor's one thread and
/// return at once.
public interface RunningProcess {

    /// {@return its process id}
    long pid();

    /// {@return what finds this process again when the supervisor has died, for
    /// [ProcessLauncher#adopt]; one line of text that only the launcher understands; empty if it
    /// was launched without a `keep`}
    default String trace() {
        return "";
    }

    /// Sends a signal. Does nothing if there is nobody left to get it, or the launcher is closed.
    ///
    /// @param signal what to send
    /// @param target to whom
    /// @throws LaunchException if the system or the launcher refuses; as for the group of a process
    ///   that shares the supervisor's
    void signal(Signal signal, Target target);

    /// Writes to the process's stdin, if that is [dev.taskmaster.spec.Stdin.Pipe]. What the pipe
    /// does not take at once is written later, up to a limit of at least 1 MiB.
    ///
    /// @param bytes what to write; all of it is taken
    /// @throws LaunchException if stdin is not a pipe, the process has closed it, or the limit is
    ///   reached
    void write(ByteBuffer bytes);

    /// Lets go of a process that has exited. Until then its process id and that of its group are
    /// not given to anybody else, so that no signal can hit a stranger. A second time does nothing.
    ///
    /// @throws IllegalStateException if it has not exited
    void release();

    /// To whom a signal goes.
    enum Target {
        /// The process itself.
        PROCESS,
        /// All of its process group.
        GROUP,
        /// All of its process group, if it has one of its own, and whatever descends from it, as
        /// far as the launcher can find that. Needs [Capability#TREE_SIGNAL].
        TREE
    }
}
