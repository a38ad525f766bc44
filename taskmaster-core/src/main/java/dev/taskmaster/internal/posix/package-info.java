/// The launcher for Linux, on `posix_spawn`, pidfds and epoll.
///
/// Start reading at [PosixLauncher]. Two threads serve any number of processes: one starts them
/// ([Spawner]), one waits for deaths and output ([Reactor]); a third reaps what nobody else waits
/// for where the process inherits orphans ([Orphans]). May import `launch`, `spec`, `status`,
/// `internal.launch` and `internal.libc`. Absent on purpose: `fork`, a helper process between
/// Taskmaster and its children, and any change to the JVM's own umask, folder, user or signals,
/// except that an ignored SIGCHLD is reset, as the kernel would throw statuses away.
package dev.taskmaster.internal.posix;
