/// What must be known after the supervisor has died, written down before it is acted upon.
///
/// A file of records, each with its length and checksum: the later record of a process replaces the
/// earlier. May import `spec`, `status` and what the engine remembers. Decides nothing: whether a
/// process still lives is the launcher's to find out, and what follows from that the engine's.
///
/// Deliberately absent: `fsync`. What `write(2)` has taken survives the end of this process however
/// it ends; and when the machine ends, so does every process that the journal could tell of.
package dev.taskmaster.internal.journal;
