package dev.taskmaster.server.xmlrpc;

import java.util.List;

/// A call.
///
/// @param method the name of the method, not empty
/// @param params its parameters
public record MethodCall(String method, List<Object> params) {
    public MethodCall {
        params = List.copyOf(params);
    }
}
