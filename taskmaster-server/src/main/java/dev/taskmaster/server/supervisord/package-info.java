/// What supervisord does beside supervising: groups that are added and removed while it runs, and
/// events handed to event listeners.
///
/// [dev.taskmaster.server.supervisord.SupervisordDaemon] puts both together.
/// [dev.taskmaster.server.supervisord.SupervisordGroups] is the runtime side of a supervisord.conf;
/// [dev.taskmaster.server.supervisord.ListenerPools] tells the listeners. What a pool and a
/// listener say to each other is decided by `ListenerPool` and `ListenerProtocol`, which know
/// neither processes nor threads nor time.
///
/// May import `host` and core. Knows nothing of HTTP and XML-RPC.
package dev.taskmaster.server.supervisord;
