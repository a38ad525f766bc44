/// What the launchers for real processes share: finding a program's file, and asking for a umask
/// through a shell.
///
/// May import `launch` and `spec`. Nothing here starts a process.
package dev.taskmaster.internal.launch;
