package dev.taskmaster.cli.control.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/// Reads server-sent events (WHATWG HTML, section 9.2.6). Not safe for use by several threads.
public final class EventMessages {
    private final BufferedReader reader;

    /// @param body the answer they come in
    public EventMessages(InputStream body) {
        reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /// A message.
    ///
    /// @param type what it is
    /// @param data what it says
    public record Message(String type, String data) {}

    /// {@return the next message, when it comes; empty at the end}
    public Optional<Message> next() throws IOException {
        var type = "message";
        var data = new StringJoiner("\n");
        data.setEmptyValue("");
        for (String line; (line = reader.readLine()) != null; ) {
            if (line.isEmpty() && data.length() > 0) {
                return Optional.of(new Message(type, data.toString()));
            }
            var colon = line.indexOf(':');
            var value = line.substring(colon + 1);
            var text = value.startsWith(" ") ? value.substring(1) : value;
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> type = text;
                case "data" -> data.add(text);
                default -> {} // A comment, an id, or what later versions say.
            }
        }
        return Optional.empty();
    }
}
