package dev.taskmaster.spec;

import java.util.Locale;

/// What a kernel limits a process in (`man 2 getrlimit`). The constants stand in the order of
/// Linux's numbers.
public enum Resource {
    /// Processor time, in seconds.
    CPU,
    /// The size of a file it writes, in bytes.
    FSIZE,
    /// The size of its data, in bytes.
    DATA,
    /// The size of its stack, in bytes.
    STACK,
    /// The size of the file it leaves when it crashes, in bytes; 0 for none.
    CORE,
    /// Of no effect in any Linux of today.
    RSS,
    /// How many processes and threads its user may have.
    NPROC,
    /// How many files it may have open.
    NOFILE,
    /// How much memory it may lock, in bytes.
    MEMLOCK,
    /// The size of its address space, in bytes.
    AS,
    /// Of no effect in any Linux of today.
    LOCKS,
    /// How many signals may wait for its user.
    SIGPENDING,
    /// How much its user's POSIX message queues may hold, in bytes.
    MSGQUEUE,
    /// How far it may raise its priority: 20 minus the nice value.
    NICE,
    /// Its highest real-time priority.
    RTPRIO,
    /// Processor time at real-time priority without a pause, in microseconds.
    RTTIME;

    /// {@return its number on Linux}
    public int number() {
        return ordinal();
    }

    /// {@return its name as in a configuration: `nofile`}
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
