package dev.taskmaster.event;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Something that happened.
///
/// Events may be added in later versions, so keep a `default` when you switch over them.
public sealed interface SupervisorEvent {

    /// {@return when it happened, by the wall clock}
    Instant at();

    /// Something that happened to one process.
    sealed interface ProcessEvent extends SupervisorEvent {
        /// {@return the process}
        ProcessName name();
    }

    /// A process entered a state.
    sealed interface StateChange extends ProcessEvent {
        /// {@return the state it left}
        ProcessState from();

        /// {@return the state it entered}
        ProcessState to();
    }

    /// A process is being started; [Spawned] follows, or a failure.
    ///
    /// @param tries how many starts have failed since it was last up
    record Starting(Instant at, ProcessName name, ProcessState from, int tries)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.STARTING;
        }
    }

    /// A process has come to life and has a pid.
    record Spawned(Instant at, ProcessName name, long pid) implements ProcessEvent {}

    /// A process that an earlier supervisor has started was taken up by this one.
    ///
    /// @param state the state it is in
    record Adopted(Instant at, ProcessName name, ProcessState state, long pid)
            implements ProcessEvent {}

    /// A process has been up for long enough.
    ///
    /// @param startTime how long that is
    record Running(Instant at, ProcessName name, ProcessState from, long pid, Duration startTime)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.RUNNING;
        }
    }

    /// A process could not be started, ended too early, or keeps ending; it is started again after
    /// a wait.
    ///
    /// @param tries how many starts have failed since it was last up
    /// @param delay how long the wait is
    /// @param reason what went wrong
    record BackingOff(
            Instant at,
            ProcessName name,
            ProcessState from,
            int tries,
            Duration delay,
            String reason)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.BACKOFF;
        }
    }

    /// A process was asked to end.
    ///
    /// @param signal what asked it
    record Stopping(Instant at, ProcessName name, ProcessState from, long pid, Signal signal)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.STOPPING;
        }
    }

    /// A process is down because it was stopped.
    ///
    /// @param pid the process id it had; 0 if none lived
    record Stopped(Instant at, ProcessName name, ProcessState from, long pid)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.STOPPED;
        }
    }

    /// A process ended by itself after it was RUNNING.
    ///
    /// @param expected whether its exit code is among the expected ones
    record Exited(
            Instant at,
            ProcessName name,
            ProcessState from,
            long pid,
            ExitStatus status,
            boolean expected)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.EXITED;
        }
    }

    /// A process could not be started and is not tried again.
    ///
    /// @param reason what went wrong last
    record Fatal(Instant at, ProcessName name, ProcessState from, String reason)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.FATAL;
        }
    }

    /// A process that was to end is out of control: it was not gone in time, and the system did not
    /// let the supervisor kill it. It is not tried again without a command, but its end is noticed.
    ///
    /// @param reason why it could not be killed
    record Unknown(Instant at, ProcessName name, ProcessState from, long pid, String reason)
            implements StateChange {
        @Override
        public ProcessState to() {
            return ProcessState.UNKNOWN;
        }
    }

    /// A process is gone, however it went; the state it enters follows. Comes once for every
    /// [Spawned].
    ///
    /// @param pid the process id it had
    /// @param status how it ended
    /// @param expected whether that is among the exit codes that are expected of it
    record Ended(Instant at, ProcessName name, long pid, ExitStatus status, boolean expected)
            implements ProcessEvent {}

    /// A process that did not end in time is killed.
    record Killing(Instant at, ProcessName name, long pid) implements ProcessEvent {}

    /// A signal was sent to a process on request.
    record Signalled(Instant at, ProcessName name, long pid, Signal signal)
            implements ProcessEvent {}

    /// A process is now supervised.
    record Added(Instant at, ProcessName name) implements ProcessEvent {}

    /// A process is no longer supervised.
    record Removed(Instant at, ProcessName name) implements ProcessEvent {}

    /// A process is now known by another name.
    ///
    /// @param name the new name
    /// @param oldName the old one
    record Renamed(Instant at, ProcessName name, ProcessName oldName) implements ProcessEvent {}

    /// The output of a process is held back, because its log cannot be written: the disk is full,
    /// for example. Nothing is lost; the process waits when its pipe is full.
    ///
    /// @param file the log
    /// @param reason what went wrong
    record OutputHeld(Instant at, ProcessName name, Path file, String reason)
            implements ProcessEvent {}

    /// The log of a process can be written again.
    ///
    /// @param file the log
    record OutputResumed(Instant at, ProcessName name, Path file) implements ProcessEvent {}

    /// The supervisor is up.
    ///
    /// @param pid its process id
    record SupervisorStarted(Instant at, long pid) implements SupervisorEvent {}

    /// The supervisor stops all processes, in order to end.
    record SupervisorStopping(Instant at) implements SupervisorEvent {}

    /// The supervisor has stopped all processes.
    record SupervisorStopped(Instant at) implements SupervisorEvent {}

    /// The supervisor ends and leaves everything running, for another to take up.
    record SupervisorDetached(Instant at) implements SupervisorEvent {}

    /// A new configuration was applied.
    ///
    /// @param summary what it changed
    record Reloaded(Instant at, ReloadSummary summary) implements SupervisorEvent {}

    /// A new configuration was refused; all stays as it is.
    ///
    /// @param problems what is wrong with it, one line each
    record ReloadRefused(Instant at, List<String> problems) implements SupervisorEvent {
        public ReloadRefused {
            problems = List.copyOf(problems);
        }
    }
}
