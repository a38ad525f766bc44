package dev.taskmaster.cli.verb;

import dev.taskmaster.cli.render.Style;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.List;

/// Where the answers of verbs go to.
///
/// @param out answers
/// @param err what went wrong
/// @param style the colours that both show
public record Console(PrintStream out, PrintStream err, Style style) {

    /// Prints a line of an answer.
    public void line(String text) {
        out.println(text);
    }

    /// Prints the lines of an answer, all at once.
    public void lines(List<String> lines) {
        if (!lines.isEmpty()) {
            out.println(String.join(System.lineSeparator(), lines));
        }
    }

    /// Says what went wrong.
    public void error(String text) {
        err.println(style.error(text));
    }

    /// Passes on the bytes of a log as they are.
    public void bytes(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy, 0, copy.length);
        out.flush();
    }
}
