/// What the server asks of the program that the supervisor runs in: its configuration file, its
/// log, and its end.
///
/// A program that has a configuration file of Taskmaster's own gets along with
/// [dev.taskmaster.server.host.FileHost]. Knows neither HTTP nor any protocol, and imports nothing
/// of ours but the core.
package dev.taskmaster.server.host;
