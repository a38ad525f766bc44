package dev.taskmaster.cli.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskmaster.cli.control.http.EventMessages.Message;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;

class EventMessagesTest {
    @Test
    void passesOverCommentsAndIdsAndJoinsLines() throws IOException {
        var text = ":\n\nevent: change\nid: 1\ndata: {\ndata:}\n\ndata: x\n\ndata: torn";
        var messages = new EventMessages(new ByteArrayInputStream(text.getBytes(UTF_8)));
        assertThat(messages.next()).contains(new Message("change", "{\n}"));
        assertThat(messages.next()).contains(new Message("message", "x"));
        assertThat(messages.next()).isEmpty();
    }
}
