package dev.taskmaster.launch;

/// What a launcher may be able to do beyond starting a process and watching it.
public enum Capability {
    /// Give a process a session, and so a process group, of its own.
    SESSION,
    /// Give a process a process group of its own in the supervisor's session.
    GROUP,
    /// Send a signal to a whole process group.
    GROUP_SIGNAL,
    /// Send a signal to what descends from a process, also to what has left its process group.
    TREE_SIGNAL,
    /// Send signals other than TERM and KILL.
    ANY_SIGNAL,
    /// Set a process's umask.
    UMASK,
    /// Run a process as another user.
    USER,
    /// Run a process with limits of its own.
    LIMITS,
    /// Hand a process a listening socket as its stdin.
    LISTEN,
    /// Find processes again that an earlier supervisor left behind, and take them up.
    ADOPT,
    /// Run a real process of the operating system at all, with folder, environment and files.
    NATIVE
}
