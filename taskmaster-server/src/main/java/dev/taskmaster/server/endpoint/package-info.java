/// Where the server listens, and who may come in.
///
/// Values only, and imports nothing of ours: whoever reads a configuration makes them, and
/// `server.http` opens them.
package dev.taskmaster.server.endpoint;
