/// As much of HTTP/1.1 as it takes to speak to a daemon: one request per connection, over a unix
/// socket or TCP, answers of any length and without end (RFC 9112).
///
/// Imports nothing of ours. The JDK's own client cannot use unix sockets; no proxies, redirects,
/// cookies or encryption here.
package dev.taskmaster.cli.control.http;
