/// Logs: writes events to a file, a stream or syslog, and reads and follows any log file.
///
/// May import `spec`, `status`, `event`, `internal.output` and `internal.libc`, and of
/// `config.supervisord` the levels of its log. Knows nothing of the supervisor: it hears events as
/// any listener does.
package dev.taskmaster.log;
