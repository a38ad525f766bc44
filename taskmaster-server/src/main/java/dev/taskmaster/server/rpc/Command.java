package dev.taskmaster.server.rpc;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.status.Outcome;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A command for one process that is under way.
///
/// @param name the process as the client named it
/// @param fault what becomes of it: a fault, or none
record Command(String name, CompletableFuture<Optional<RpcException>> fault) {

    /// @param outcomes what the supervisor will say of it
    static Command of(String name, CompletableFuture<List<Outcome>> outcomes) {
        return new Command(
                name,
                outcomes.handle(
                        (done, failure) ->
                                failure == null ? fault(name, done) : Optional.of(fault(failure))));
    }

    /// A command that need not even be given.
    static Command failed(String name, RpcException fault) {
        return new Command(name, CompletableFuture.completedFuture(Optional.of(fault)));
    }

    private static Optional<RpcException> fault(String name, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Optional.of(new RpcException(FaultCode.BAD_NAME, name));
        }
        var outcome = outcomes.getFirst();
        return Optional.ofNullable(
                switch (outcome.result()) {
                    case DONE -> null;
                    case NO_SUCH_PROCESS, NO_SUCH_GROUP ->
                            new RpcException(FaultCode.BAD_NAME, name);
                    case ALREADY_STARTED -> new RpcException(FaultCode.ALREADY_STARTED, name);
                    case NOT_RUNNING -> new RpcException(FaultCode.NOT_RUNNING, name);
                    case SPAWN_ERROR -> new RpcException(FaultCode.SPAWN_ERROR, name);
                    case ABNORMAL_TERMINATION ->
                            new RpcException(FaultCode.ABNORMAL_TERMINATION, name);
                    case FAILED -> new RpcException(FaultCode.FAILED, outcome.detail());
                    case SHUTTING_DOWN -> new RpcException(FaultCode.SHUTDOWN_STATE);
                });
    }

    private static RpcException fault(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CommandRejectedException
                ? new RpcException(FaultCode.SHUTDOWN_STATE)
                : new RpcException(FaultCode.FAILED, String.valueOf(cause.getMessage()));
    }

    /// Waits until it is done.
    ///
    /// @throws RpcException if it went wrong
    void await() throws RpcException, InterruptedException {
        try {
            var wrong = fault.get();
            if (wrong.isPresent()) {
                throw wrong.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
