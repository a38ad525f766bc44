package dev.taskmaster.server.http;

import dev.taskmaster.server.endpoint.Credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// HTTP's basic authentication (RFC 7617), refused as supervisord refuses.
final class BasicAuth {
    static final Response REFUSAL =
            Response.text(401, "the user name or the password is missing or wrong\n")
                    .with("WWW-Authenticate", "Basic realm=\"default\"")
                    .with("Connection", "close");

    private static final String BASIC = "Basic ";

    private BasicAuth() {}

    /// @param authorization the header; may be null
    static boolean isKnown(Credentials credentials, String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return false;
        }
        try {
            var bytes = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
            var text = new String(bytes, StandardCharsets.UTF_8);
            var colon = text.indexOf(':');
            return colon >= 0
                    && credentials.match(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return false; // not base64
        }
    }
}
