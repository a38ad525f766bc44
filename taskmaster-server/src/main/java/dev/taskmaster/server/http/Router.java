package dev.taskmaster.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the handler for a request by its method and its path.
///
/// Made once and then only read: routes are added before the server is opened.
public final class Router implements Handler {
    private final List<Route> routes = new ArrayList<>();
    private final List<Prefix> prefixes = new ArrayList<>();

    /// One way in.
    ///
    /// @param method `GET`, `POST`, …
    /// @param pattern a path in which a segment may be `{name}`
    /// @param handler who answers
    public record Route(String method, String pattern, Handler handler) {}

    private record Prefix(String path, Handler handler) {}

    /// Adds a route.
    public Router route(String method, String pattern, Handler handler) {
        routes.add(new Route(method, pattern, handler));
        return this;
    }

    /// Adds a handler for every path that begins with `path` and has no route, whatever the method.
    public Router prefix(String path, Handler handler) {
        prefixes.add(new Prefix(path, handler));
        return this;
    }

    /// {@return all routes}
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public Response handle(Request request)
            throws HttpException, IOException, InterruptedException {
        var method = request.method().equals("HEAD") ? "GET" : request.method();
        var others = new TreeSet<String>();
        for (var route : routes) {
            var variables = match(route.pattern(), request.path());
            if (variables.isPresent()) {
                if (route.method().equals(method)) {
                    return route.handler().handle(request.withVariables(variables.get()));
                }
                others.add(route.method());
            }
        }
        if (!others.isEmpty()) {
            throw new HttpException(
                    405,
                    "expected " + String.join(" or ", others),
                    Map.of("Allow", String.join(", ", others)));
        }
        for (var prefix : prefixes) {
            if (request.path().startsWith(prefix.path())) {
                return prefix.handler().handle(request);
            }
        }
        throw new HttpException(404, "there is nothing here");
    }

    private static Optional<Map<String, String>> match(String pattern, String path)
            throws HttpException {
        var expected = pattern.split("/", -1);
        var found = path.split("/", -1);
        if (expected.length != found.length) {
            return Optional.empty();
        }
        var variables = new HashMap<String, String>();
        for (var i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                variables.put(
                        expected[i].substring(1, expected[i].length() - 1),
                        Escapes.decode(found[i]));
            } else if (!expected[i].equals(found[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
