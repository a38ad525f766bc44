/// The command line: one class per command, and what they have in common.
///
/// May import `daemon`, `shell`, `verb`, `control`, `render` and the exported packages of the core.
/// Picocli is used here alone.
package dev.taskmaster.cli.command;
