package dev.taskmaster.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The escapes of URLs (RFC 3986, section 2.1). What they stand for is never used as the name of a
/// file, so nothing but their form is checked.
public final class Escapes {
    private Escapes() {}

    /// {@return the text with `%41` and the like replaced}
    ///
    /// @throws HttpException 400 if an escape is incomplete, or they do not make up UTF-8
    public static String decode(String text) throws HttpException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            var low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new HttpException(400, "there is an incomplete escape in the address");
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(400, "the escapes in the address are not UTF-8");
        }
    }

    /// {@return the parameters of a query or a form: `a=1&b=2`}
    ///
    /// @throws HttpException 400 if an escape is incomplete, or they do not make up UTF-8
    public static Map<String, String> parameters(String query) throws HttpException {
        var parameters = new HashMap<String, String>();
        for (var part : query.split("&")) {
            var equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var value = equals < 0 ? "" : part.substring(equals + 1);
            if (!name.isEmpty()) {
                parameters.put(decode(name.replace('+', ' ')), decode(value.replace('+', ' ')));
            }
        }
        return parameters;
    }
}
