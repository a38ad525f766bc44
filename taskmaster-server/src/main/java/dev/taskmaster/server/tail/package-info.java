/// Logs that are followed over HTTP.
///
/// May import the core's `log`, and `http`. Which log it is, others decide.
package dev.taskmaster.server.tail;
