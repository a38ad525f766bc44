/// HTTP/1.1 on unix sockets and TCP ports: a small server of our own shape around Jetty's core.
///
/// The only package that imports Jetty; the rest of the server knows [Router], [Request],
/// [Response] and nothing else of HTTP. May import `endpoint`. Knows nothing of the supervisor.
///
/// Each request has a thread of its own, so a handler may wait. What a client can do to others is
/// bounded by [Limits].
package dev.taskmaster.server.http;
