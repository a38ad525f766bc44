package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.Credentials;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/// Receives requests: sees who may come in, hands them to the handler, and turns what goes wrong
/// into answers.
final class Reception {
    static final System.Logger LOG = System.getLogger("dev.taskmaster.server.http");

    private final Handler handler;

    Reception(Handler handler) {
        this.handler = handler;
    }

    /// The body of a request, which is taken only from those who may come in.
    @FunctionalInterface
    interface Body {
        /// @throws HttpException if it is too large or does not come
        byte[] receive() throws HttpException;
    }

    /// @param credentials what the client must know
    /// @param target the path and, after a `?`, the query
    /// @param headers their names in lower case
    Response answer(
            Optional<Credentials> credentials,
            String method,
            String target,
            Map<String, String> headers,
            Body body) {
        try {
            if (credentials.isPresent()
                    && !BasicAuth.isKnown(credentials.get(), headers.get("authorization"))) {
                return BasicAuth.REFUSAL;
            }
            CrossOrigin.check(method, headers);
            var mark = target.indexOf('?');
            return handler.handle(
                    new Request(
                            method,
                            mark < 0 ? target : target.substring(0, mark),
                            Map.of(),
                            Escapes.parameters(mark < 0 ? "" : target.substring(mark + 1)),
                            headers,
                            body.receive()));
        } catch (HttpException e) {
            return error(e.status(), e.getMessage()).with(e.headers());
        } catch (InterruptedException e) {
            return error(503, "the server ends");
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, () -> "cannot answer " + method + " " + target, e);
            return error(500, "internal error, see the log of the supervisor");
        }
    }

    private static Response error(int status, String message) {
        var answer = Response.text(status, message + "\n");
        // What is left of a body that was not taken is not the next request.
        return status == 408 || status == 413 || status == 503
                ? answer.with("Connection", "close")
                : answer;
    }
}
