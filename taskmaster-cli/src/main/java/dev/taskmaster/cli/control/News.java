package dev.taskmaster.cli.control;

import dev.taskmaster.cli.control.http.EventMessages;
import dev.taskmaster.cli.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What is new in a stream of events: those before were told already, and may come again at its
/// beginning.
final class News {
    private final Set<Happening> told;
    private final Consumer<Happening> listener;

    /// @param before what was told
    /// @param listener is told what is new
    News(List<Happening> before, Consumer<Happening> listener) {
        this.told = new HashSet<>(before);
        this.listener = listener;
    }

    /// Reads until the end of the stream.
    void read(InputStream stream) throws IOException {
        var messages = new EventMessages(stream);
        for (var message = messages.next(); message.isPresent(); message = messages.next()) {
            if (message.get().type().equals("change")) {
                tell(Shapes.happening(Json.parse(message.get().data())));
            }
        }
    }

    private void tell(Happening happening) {
        if (!told.remove(happening)) {
            told.clear();
            listener.accept(happening);
        }
    }
}
