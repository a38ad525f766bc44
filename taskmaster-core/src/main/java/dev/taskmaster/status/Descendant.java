package dev.taskmaster.status;

/// A process that descends from a supervised one, as it was at one moment.
///
/// @param pid its process id
/// @param parent the process id of its parent: the supervisor's own if it has lost that
/// @param command its command line, in one line
public record Descendant(long pid, long parent, String command) {}
