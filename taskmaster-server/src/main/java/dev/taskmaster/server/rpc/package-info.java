/// supervisord's interface for its clients: the methods of `/RPC2` and the logs that `supervisorctl
/// tail -f` follows.
///
/// May import the core, `host`, `http` and `xmlrpc`. Knows nothing of how a request comes in.
///
/// Source: supervisord 4.2.5, `rpcinterface.py`, `xmlrpc.py`, `http.py`, and its observed answers;
/// `docs/reference/xml-rpc.md` says where the two differ.
package dev.taskmaster.server.rpc;
