/// JSON as the command line writes and reads it: a value is a map, a list, a string, a number, a
/// boolean or nothing.
///
/// Imports nothing of ours, and nothing else: a library made for servers takes a client that runs
/// once longer to start than all of its answer.
package dev.taskmaster.cli.json;
