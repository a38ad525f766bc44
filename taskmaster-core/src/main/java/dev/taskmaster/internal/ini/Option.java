package dev.taskmaster.internal.ini;

import java.nio.file.Path;

/// One option of a section, as it was written last.
///
/// @param name in lower case
/// @param value without comments and surrounding white space; the lines of a value that goes on
///   over several are separated by `\n`
/// @param file the file it was written in
/// @param line from 1
/// @param column from 1
public record Option(String name, String value, Path file, int line, int column) {}
