package dev.taskmaster.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request, received in full.
///
/// @param method `GET`, `POST`, …
/// @param path the path as it was sent, with its escapes, without the query
/// @param variables what stands in the path where the route has `{name}`, decoded
/// @param query the parameters of the query, decoded; the last one counts where one is repeated
/// @param headers the headers, their names in lower case; the last one counts
/// @param body the body
public record Request(
        String method,
        String path,
        Map<String, String> variables,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body) {

    /// {@return what stands in the path for a variable of the route}
    public String variable(String name) {
        return variables.get(name);
    }

    /// {@return a parameter of the query}
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// {@return a header}
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// {@return a parameter of the query that is a whole number}
    ///
    /// @param standard what it is where it is not there
    /// @param min the least it may be
    /// @param max the most it may be
    /// @throws HttpException 400 if it is none, or less than `min` or more than `max`
    public long query(String name, long standard, long min, long max) throws HttpException {
        var text = query.get(name);
        if (text == null) {
            return standard;
        }
        try {
            var number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new HttpException(
                400, "%s: expected a whole number from %d to %d".formatted(name, min, max));
    }

    /// {@return a parameter of the query that is true or false}
    ///
    /// @param standard what it is where it is not there
    /// @throws HttpException 400 if it is neither
    public boolean flag(String name, boolean standard) throws HttpException {
        var text = query.getOrDefault(name, Boolean.toString(standard));
        if (List.of("true", "1", "").contains(text)) {
            return true;
        }
        if (List.of("false", "0").contains(text)) {
            return false;
        }
        throw new HttpException(400, name + ": expected true or false");
    }

    Request withVariables(Map<String, String> values) {
        return new Request(method, path, values, query, headers, body);
    }
}
