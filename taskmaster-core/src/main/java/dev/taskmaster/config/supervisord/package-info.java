/// What a supervisord.conf says, option by option, as supervisord's own clients ask for it: groups
/// and their processes, servers, the daemon's settings.
///
/// [dev.taskmaster.config.supervisord.SupervisordConfig] is the whole;
/// [dev.taskmaster.config.supervisord.ProgramSpecs] turns its groups into what Taskmaster
/// supervises, and [dev.taskmaster.config.supervisord.GroupChanges] says what a new one changes.
///
/// Values only: immutable, expanded and checked. May import `spec` and `internal.ini`. Reads no
/// files, which is for `config`; it only looks whether a log is one, or a device or a pipe.
package dev.taskmaster.config.supervisord;
