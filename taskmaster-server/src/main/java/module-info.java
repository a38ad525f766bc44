/// Control of a supervisor over HTTP, on unix sockets and TCP ports: a REST interface with an event
/// stream, and supervisord's XML-RPC for its clients.
///
/// Start reading at [dev.taskmaster.server.ControlServer].
module dev.taskmaster.server {
    requires transitive dev.taskmaster.core;
    requires org.eclipse.jetty.server;
    requires com.fasterxml.jackson.core;

    // The front door: ControlServer.
    exports dev.taskmaster.server;
    // What it asks of the program that the supervisor runs in.
    exports dev.taskmaster.server.host;
    // Where it listens, and who may come in.
    exports dev.taskmaster.server.endpoint;
    // What supervisord does beside supervising: its groups and its events.
    exports dev.taskmaster.server.supervisord;
}
