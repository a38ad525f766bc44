package dev.taskmaster.config.supervisord;

import java.util.Objects;

/// A section `[rpcinterface:x]`: under which name the methods of supervisord's own interface are
/// called. No other interface can be offered, since they are written in Python.
///
/// @param namespace what stands before the dot of a method; `supervisor` for all known clients
public record RpcInterface(String namespace) {
    /// The only factory there is.
    public static final String FACTORY = "supervisor.rpcinterface:make_main_rpcinterface";

    public RpcInterface {
        Objects.requireNonNull(namespace);
    }
}
