/// Control of a supervisor over HTTP: [dev.taskmaster.server.ControlServer].
///
/// May import every other package of this module; none of them imports it.
package dev.taskmaster.server;
