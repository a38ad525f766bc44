package dev.taskmaster.server.http;

import java.time.Duration;

/// How much of the server a client may take.
///
/// @param headerBytes how large the head of a request may be, else it is answered with 431
/// @param bodyBytes how large the body of a request may be, else 413
/// @param bodiesBytes how large all bodies together may be that are being received, else 503
/// @param connections how many connections one endpoint has; for one more, the one that has been
///   idle for the longest is closed
/// @param idle how long a connection is kept open between requests; supervisord's clients keep one
///   for hours and do not open it again by themselves
/// @param request how long a client may take for a whole request
/// @param stall how long a client may take no byte of an answer
public record Limits(
        int headerBytes,
        int bodyBytes,
        int bodiesBytes,
        int connections,
        Duration idle,
        Duration request,
        Duration stall) {

    /// 16 KiB, 8 MiB, 64 MiB, 1000 connections, 30 min as in supervisord, 60 s, 30 s.
    public static final Limits STANDARD =
            new Limits(
                    16 << 10,
                    8 << 20,
                    64 << 20,
                    1000,
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30));
}
