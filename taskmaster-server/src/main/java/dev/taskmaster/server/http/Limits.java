package dev.taskmaster.server.http;

import java.time.Duration;

/// How much of the server a client may take.
///
/// @param headerBytes how large the head of a request may be, else it is answered with 431
/// @param bodyBytes how large the body of a request may be, else 413
/// @param bodiesBytes how large all bodies together may be that are being received, else 503
/// @param connections how many connections one endpoint has; more wait until one is closed. So that
///   this does not take long, connections may be idle for one second only while there are so many
/// @param idle how long a connection may be without a sign of life while the server waits for it
/// @param request how long a client may take for a whole request, counted from the moment when the
///   connection was opened or the last request was answered
public record Limits(
        int headerBytes,
        int bodyBytes,
        int bodiesBytes,
        int connections,
        Duration idle,
        Duration request) {

    /// 16 KiB, 8 MiB, 64 MiB, 1000 connections, 30 s, 60 s.
    public static final Limits STANDARD =
            new Limits(
                    16 << 10,
                    8 << 20,
                    64 << 20,
                    1000,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));
}
