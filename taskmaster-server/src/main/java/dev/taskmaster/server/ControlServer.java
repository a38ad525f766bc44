package dev.taskmaster.server;

/// Control of a supervisor over HTTP.
public final class ControlServer {
    private ControlServer() {}
}
