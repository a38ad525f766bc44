/// The imperative shell around the engine: the one thread that owns all state, and what carries out
/// what the engine decides.
///
/// May import `internal.engine`, `internal.journal`, `internal.output`, `launch`, `event`, `status`
/// and `spec`. No rule of supervision is here: what to do is the engine's, how is the launcher's.
package dev.taskmaster.internal.loop;
