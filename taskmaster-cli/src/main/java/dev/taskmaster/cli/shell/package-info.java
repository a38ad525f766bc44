/// The control shell: a prompt with line editing, history, completion and events above the line.
///
/// May import `verb`, `control` and `render`. JLine is used here alone. What a line asks for is
/// done by `verb`; here it is only read, run so that Ctrl-C can end the waiting, and shown.
package dev.taskmaster.cli.shell;
