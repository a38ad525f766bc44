package dev.taskmaster.internal.ini;

/// A line of an INI file that is neither a section, an option nor a comment.
///
/// @param line from 1
/// @param column from 1
/// @param message what was found and what was expected
public record Flaw(int line, int column, String message) {}
