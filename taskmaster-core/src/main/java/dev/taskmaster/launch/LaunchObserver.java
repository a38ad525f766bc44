package dev.taskmaster.launch;

import dev.taskmaster.status.ExitStatus;

/// Is told what becomes of one launch. Its methods may be called by any thread, also from within
/// [ProcessLauncher#launch]; they return at once.
public interface LaunchObserver {

    /// The process lives, or has lived at least.
    void started(RunningProcess process);

    /// What was to be taken up is gone, but not all that it had started, which can still be
    /// signalled as [RunningProcess.Target#TREE]. `exited` follows, and it is to be
    /// [RunningProcess#release]d then.
    default void left(RunningProcess remains) {}

    /// The process could not be started.
    ///
    /// @param reason why, for people, such as `no such file: /usr/bin/nginx`
    void failed(String reason);

    /// The process is gone, and all it had written has been handed on, but for what its sink could
    /// not take yet. It can still be signalled without harm, and its process group with effect,
    /// until it is [RunningProcess#release]d.
    ///
    /// @param status how it ended
    void exited(ExitStatus status);

    /// The process is gone, and the launcher knows more about it than its status tells: it never
    /// became the program for example, because what was to switch its user failed.
    ///
    /// @param status how it ended
    /// @param reason what the launcher knows, for people
    default void exited(ExitStatus status, String reason) {
        exited(status);
    }
}
