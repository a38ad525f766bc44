package dev.taskmaster.server.rest;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Problem;
import dev.taskmaster.server.http.Handler;
import dev.taskmaster.server.http.HttpException;
import dev.taskmaster.server.http.Request;
import dev.taskmaster.server.http.Response;

import java.io.IOException;
import java.util.List;

/// Answers with errors as JSON (RFC 9457) where another handler throws them.
///
/// @param handler who answers otherwise
record Problems(Handler handler) implements Handler {

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        try {
            return handler.handle(request);
        } catch (HttpException e) {
            return problem(e.status(), e.getMessage(), List.of()).with(e.headers());
        } catch (ConfigException e) {
            return problem(422, "the configuration is not valid", e.problems());
        } catch (CommandRejectedException e) {
            return problem(503, e.getMessage(), List.of());
        }
    }

    private static Response problem(int status, String detail, List<Problem> problems) {
        return Json.response(
                status,
                "application/problem+json",
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("status", status);
                    json.writeStringField("detail", detail);
                    if (!problems.isEmpty()) {
                        Shapes.problems(json, problems);
                    }
                    json.writeEndObject();
                });
    }
}
