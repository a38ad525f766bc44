package dev.taskmaster.server.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// What a client must know to come in.
///
/// @param username the name
/// @param password the password itself, or `{SHA}` and its SHA-1 in hexadecimal, as in supervisord
public record Credentials(String username, String password) {
    private static final String SHA = "{SHA}";

    public Credentials {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
    }

    /// {@return whether a client knows them} How long it takes does not tell how much of them it
    /// knows.
    ///
    /// @param givenUsername the name that the client gave
    /// @param givenPassword the password that the client gave
    public boolean match(String givenUsername, String givenPassword) {
        var known =
                password.startsWith(SHA)
                        ? equal(password.substring(SHA.length()), sha1(givenPassword))
                        : equal(password, givenPassword);
        return equal(username, givenUsername) & known;
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(utf8(expected), utf8(given));
    }

    private static String sha1(String text) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1"); // every Java platform has it
            return HexFormat.of().formatHex(sha1.digest(utf8(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// {@return the name alone}
    @Override
    public String toString() {
        return username + ":***";
    }
}
