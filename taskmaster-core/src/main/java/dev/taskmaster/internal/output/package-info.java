/// The output of processes on its way into log files: appended, rotated, shared, held back while a
/// file cannot be written.
///
/// May import `spec`, `launch` and, for syslog, `internal.libc`. Reads nothing from processes, that
/// is for launchers, and makes no events: whoever opens a sink is told and decides what to make of
/// it. Has no threads and no timers.
package dev.taskmaster.internal.output;
