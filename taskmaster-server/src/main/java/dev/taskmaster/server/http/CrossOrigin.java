package dev.taskmaster.server.http;

import java.util.Map;

/// Refuses what another web page makes a browser send: a page from anywhere could otherwise stop
/// the processes of whoever looks at it, since a port on loopback needs no credentials.
///
/// Clients that are no browsers send neither header, and are not concerned.
final class CrossOrigin {
    private CrossOrigin() {}

    /// @param headers the headers, their names in lower case
    /// @throws HttpException 403 if it is such a request
    static void check(String method, Map<String, String> headers) throws HttpException {
        if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
            return;
        }
        var site = headers.get("sec-fetch-site");
        var origin = headers.get("origin");
        var own =
                site != null
                        ? site.equals("same-origin") || site.equals("none")
                        : origin == null || origin.endsWith("://" + headers.get("host"));
        if (!own) {
            throw new HttpException(403, "a web page of another origin may not do this");
        }
    }
}
