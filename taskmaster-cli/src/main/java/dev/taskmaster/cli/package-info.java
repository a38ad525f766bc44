/// The command `taskmaster`: where it starts.
///
/// May import `command`.
package dev.taskmaster.cli;
