package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.server.http.Handler;
import dev.taskmaster.server.http.HttpException;
import dev.taskmaster.server.http.Request;
import dev.taskmaster.server.http.Response;
import dev.taskmaster.server.xmlrpc.CallReader;
import dev.taskmaster.server.xmlrpc.MalformedCallException;
import dev.taskmaster.server.xmlrpc.ResponseWriter;

import java.io.IOException;
import java.time.InstantSource;

/// Answers calls: `/RPC2`.
public final class RpcHandler implements Handler {
    private final Methods methods;

    /// @param supervisor what is controlled
    /// @param host the program it runs in
    /// @param clock what time it is
    public RpcHandler(Supervisor supervisor, Host host, InstantSource clock) {
        this.methods = new Methods(supervisor, host, clock);
    }

    @Override
    public Response handle(Request request)
            throws HttpException, IOException, InterruptedException {
        if (!request.method().equals("POST")) {
            throw new HttpException(400, "expected POST");
        }
        if (request.header("Content-Length").isEmpty()
                && request.header("Transfer-Encoding").isEmpty()) {
            throw new HttpException(411, "expected a Content-Length");
        }
        return Response.of(200, "text/xml", answer(request.body()));
    }

    private byte[] answer(byte[] body) throws HttpException, IOException, InterruptedException {
        try {
            var call = CallReader.read(body);
            return ResponseWriter.result(methods.call(call.method(), call.params()));
        } catch (MalformedCallException e) {
            throw new HttpException(400, e.getMessage());
        } catch (RpcException e) {
            return ResponseWriter.fault(e.fault());
        }
    }
}
