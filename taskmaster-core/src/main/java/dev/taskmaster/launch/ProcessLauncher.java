package dev.taskmaster.launch;

import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Descendant;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Starts processes and tells what becomes of them.
///
/// [#launch] is called by one of the supervisor's threads or another, at times by two at once, and
/// must return at once, without waiting for anything; what happens is told to the [LaunchObserver],
/// from any thread. A launcher serves one supervisor.
///
/// Taskmaster brings two: one on `posix_spawn` for Linux, and a portable one on
/// [java.lang.ProcessBuilder]. Every launcher must pass the same contract tests.
public interface ProcessLauncher extends AutoCloseable {

    /// {@return a short name, for messages}
    String name();

    /// {@return what it can do; a specification that asks for more is refused}
    Set<Capability> capabilities();

    /// Starts a process. Exactly one of [LaunchObserver#started] and [LaunchObserver#failed]
    /// follows, and after `started` exactly one `exited`, also if the process is gone at once. A
    /// sink is closed exactly once if the process was started, and never if it was not.
    ///
    /// @param request what to start
    /// @param observer who is told
    void launch(LaunchRequest request, LaunchObserver observer);

    /// Says that a process is down and is not about to be started again: what is kept for it from
    /// one start to the next can go, such as its part in a listening socket. Returns at once. May
    /// be said of names that were never launched, and again.
    ///
    /// @param name the name in its [LaunchRequest]
    default void retire(ProcessName name) {}

    /// Takes up a process that a launcher of this kind launched for a supervisor which has died
    /// since.
    ///
    /// If it lives, [LaunchObserver#started] follows and later exactly one `exited`, as if it had
    /// been launched now, with what it wrote in between. If it is gone, `exited` follows alone,
    /// with [dev.taskmaster.status.ExitStatus.Unknown] where the system does not tell any more, and
    /// what it left unread is handed on before. Without a trace, the process is looked for by its
    /// `keep`; if there is none, `failed` follows alone. In the last two cases there is nothing to
    /// release, but for what [LaunchObserver#left] tells of. Sinks are closed as by [#launch].
    ///
    /// @param request what it was launched with; the environment is not needed
    /// @param trace what [RunningProcess#trace] told; empty if the supervisor died before it could
    ///   write it down
    /// @param observer who is told
    /// @throws LaunchException if it lacks [Capability#ADOPT]
    default void adopt(LaunchRequest request, String trace, LaunchObserver observer) {
        throw new LaunchException("the " + name() + " launcher cannot take up processes");
    }

    /// Tells what descends from a process that it has started, wherever that is, as it is now. May
    /// be called by any thread.
    ///
    /// @param pid the process
    /// @return in any order; nobody where this launcher cannot tell
    default List<Descendant> descendants(long pid) {
        return List.of();
    }

    /// {@return what processes that live now were kept by: those of their [LaunchRequest#keep] that
    /// are in this folder} May look at every process of the machine.
    ///
    /// @throws LaunchException if it lacks [Capability#ADOPT]
    default Set<Path> kept(Path folder) {
        throw new LaunchException("the " + name() + " launcher cannot take up processes");
    }

    /// Ends its threads and frees what it holds. Processes that still live are left alone; the
    /// supervisor has stopped them before.
    @Override
    void close();
}
