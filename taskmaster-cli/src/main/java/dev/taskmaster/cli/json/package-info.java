/// JSON as the command line writes and reads it: a value is a map, a list, a string, a number, a
/// boolean or nothing.
///
/// Imports nothing of ours. Jackson is used here alone.
package dev.taskmaster.cli.json;
