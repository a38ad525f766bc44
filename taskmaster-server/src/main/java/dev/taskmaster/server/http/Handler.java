package dev.taskmaster.server.http;

import java.io.IOException;

/// Answers requests.
@FunctionalInterface
public interface Handler {

    /// Answers a request. Runs in a thread of its own and may wait.
    ///
    /// @throws HttpException if the request is answered with an error
    /// @throws IOException if a file cannot be read; answered with 500
    /// @throws InterruptedException if the server is closed while it waits
    Response handle(Request request) throws HttpException, IOException, InterruptedException;
}
