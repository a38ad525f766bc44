/// The XML of XML-RPC: calls are read, answers are written.
///
/// Pure functions on text. Knows neither HTTP nor the supervisor, and imports nothing of ours.
///
/// Values are plain Java objects. A call is read into [java.lang.String], [java.lang.Long],
/// [java.lang.Boolean], [java.lang.Double], [java.time.LocalDateTime], [java.util.List],
/// [java.util.Map] and, for nil, an empty [java.util.Optional]. An answer is written from the same
/// and [java.lang.Integer].
///
/// Source: [xmlrpc.com/spec](http://xmlrpc.com/spec.md), supervisord's `xmlrpc.py` for what it
/// tolerates, Python's `xmlrpc.client` for what it accepts.
package dev.taskmaster.server.xmlrpc;
