package dev.taskmaster.server.rpc;

import dev.taskmaster.server.xmlrpc.Fault;

/// Thrown to answer a call with a fault.
final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    RpcException(FaultCode code) {
        super(code.name());
        this.code = code;
    }

    /// @param detail what it is about: a name, mostly
    RpcException(FaultCode code, String detail) {
        super(code.name() + ": " + detail);
        this.code = code;
    }

    FaultCode code() {
        return code;
    }

    Fault fault() {
        return new Fault(code.number(), getMessage());
    }
}
