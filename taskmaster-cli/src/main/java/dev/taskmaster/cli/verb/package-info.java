/// What people can ask for, each thing a verb: one table drives dispatch, help and completion.
///
/// May import `control` and `render`. Knows neither terminals nor how a line was read: words come
/// in, lines and an exit code go out, so that the shell and the command line can share the verbs.
package dev.taskmaster.cli.verb;
