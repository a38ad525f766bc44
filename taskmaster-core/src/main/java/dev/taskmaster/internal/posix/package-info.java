/// The launcher for Linux, on `posix_spawn`, pidfds and epoll.
///
/// Start reading at [PosixLauncher]. Two threads serve any number of processes: one starts them
/// ([Spawner]), one waits for deaths and output ([Reactor]); a third reaps what nobody else waits
/// for where the process inherits orphans ([Orphans]). What is to survive the supervisor has named
/// pipes ([PipeEnds]) and leaves a [Trace], by which a later one takes it up ([Adoption]);
/// [Keepers] see to it that nothing in a pipe is lost. Who descends from whom is known by
/// [Descendants], and by [Cgroups] where they are asked for. May import `launch`, `spec`, `status`,
/// `internal.launch`, `internal.output` and `internal.libc`. Absent on purpose: `fork`, a process
/// between Taskmaster and its children, and any change to the JVM's own umask, folder, user or
/// signals, except that an ignored SIGCHLD is reset, as the kernel would throw statuses away.
package dev.taskmaster.internal.posix;
