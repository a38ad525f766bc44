/// Runs a supervisor as a process of its own: its lock, its signals, its reloads and its end.
///
/// May import `control` and the exported packages of the core. Knows neither the command line nor
/// the shell; `sun.misc.Signal` is used here alone.
package dev.taskmaster.cli.daemon;
