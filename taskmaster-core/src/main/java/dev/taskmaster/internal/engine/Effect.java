package dev.taskmaster.internal.engine;

import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessStatus;

import java.nio.file.Path;
import java.util.List;

/// What the engine asks the loop to do. Only data: nothing happens until the loop interprets it.
/// Processes are known by the number that the engine gave them, which is never used again.
public sealed interface Effect {
    /// Write down what is known of a process, before anything else of this step is done.
    record Remember(Remembered memory) implements Effect {}

    /// Nothing needs to be known of a process any more.
    record Erase(int id) implements Effect {}

    /// Take up a process that an earlier supervisor left behind.
    record Adopt(int id, ProcessSpec spec) implements Effect {}

    /// Start a process.
    record Launch(int id, ProcessSpec spec) implements Effect {}

    /// Send a signal to a process, and perhaps to more than that. Whether SIGKILL was refused to
    /// the process is told to [Engine#killRefused].
    record Send(int id, Signal signal, Reach reach) implements Effect {}

    /// Whom a signal goes to.
    enum Reach {
        /// The process alone.
        PROCESS,
        /// All of its process group.
        GROUP,
        /// All of its process group, and what descends from it wherever that is.
        TREE
    }

    /// Let go of a process that is gone.
    record Release(int id) implements Effect {}

    /// Write to a process's stdin, and answer the command, since only then is known whether it
    /// went.
    record Write(int id, String name, byte[] bytes, long ticket) implements Effect {}

    /// Send a signal that somebody asked for, tell the listeners, and answer the command, since
    /// only then is known whom it reached.
    ///
    /// @param outcomes the answer, if nobody refuses
    record Request(long ticket, List<Outcome> outcomes, List<Receiver> receivers)
            implements Effect {}

    /// Who is to get a signal.
    ///
    /// @param place where its outcome stands in the answer
    /// @param signalled which signal, as the listeners are told
    record Receiver(int id, int place, SupervisorEvent.Signalled signalled) {}

    /// Apply other limits to a log file that may be open.
    record Limit(Path file, Rotation rotation) implements Effect {}

    /// Show this as the present state of a process, and as what is wanted of it.
    record Publish(ProcessStatus status, ProcessSpec spec) implements Effect {}

    /// There is no process of this name any more.
    record Forget(ProcessName name) implements Effect {}

    /// Tell the listeners.
    record Announce(SupervisorEvent event) implements Effect {}

    /// A command for processes is done.
    record Reply(long ticket, List<Outcome> outcomes) implements Effect {}

    /// New specifications are in force.
    record Applied(long ticket, ReloadSummary summary) implements Effect {}

    /// A command is refused as a whole.
    record Refuse(long ticket, String reason) implements Effect {}

    /// All is down after a shutdown, and nothing will ever happen again.
    record Finish() implements Effect {}
}
