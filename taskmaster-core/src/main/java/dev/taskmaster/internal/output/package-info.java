/// The output of processes on its way into log files: appended, rotated, shared, held back while a
/// file cannot be written.
///
/// Start reading at [OutputSinks]. Bytes come in buffers, or stay in the pipe a process writes to
/// until `splice` moves them into the file ([PipeSource]): then no death of this process loses one.
/// The rules of rotation and of shared files stand once, over both ([Source]).
///
/// May import `spec`, `launch` and `internal.libc`. Does not wait for processes, that is for
/// launchers, and makes no events: whoever opens a sink is told and decides what to make of it. Has
/// no threads and no timers.
package dev.taskmaster.internal.output;
