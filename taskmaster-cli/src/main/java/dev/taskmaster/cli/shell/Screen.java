package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.render.Style;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A terminal whose keys are keys and nothing else: Ctrl-C, Ctrl-Z and Ctrl-\ arrive as characters
/// and send no signals. So whatever signal does arrive comes from outside, and a supervisor is not
/// suspended by a slip of the finger.
final class Screen implements AutoCloseable {
    static final int CTRL_C = 3;

    /// Instead of a key: there will be none any more.
    static final int END = NonBlockingReader.EOF;

    private static final int COLOURS_MIN = 8;
    private static final Size DEFAULT_SIZE = new Size(80, 24);
    private static final String PLAIN = "taskmaster-plain";

    /// JLine goes on where something is missing, and need not tell people by a stack trace.
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final Attributes before;

    /// Takes the keys of a terminal, until it is closed.
    Screen(Terminal terminal) {
        this.terminal = terminal;
        if (terminal.getWidth() <= 0) {
            // Nobody has told the terminal its size, as happens in containers.
            terminal.setSize(DEFAULT_SIZE);
        }
        this.before = terminal.enterRawMode();
        var attributes = terminal.getAttributes();
        attributes.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(attributes);
    }

    /// Opens the terminal of this process.
    ///
    /// @param interrupted is called when SIGINT arrives, unless a line is being read: then the
    ///   reading thread is interrupted
    static Screen open(Runnable interrupted) throws IOException {
        JLINE.setLevel(Level.OFF);
        var type = System.getenv().getOrDefault("TERM", "");
        return new Screen(
                TerminalBuilder.builder()
                        .name("taskmaster")
                        .type(type.isEmpty() || type.equals("dumb") ? plain() : type)
                        .system(true)
                        .jni(false)
                        .nativeSignals(false)
                        .signalHandler(signal -> handle(signal, interrupted))
                        .build());
    }

    /// A terminal that can do no more than a dumb one. Under that name JLine would read whole lines
    /// from it, and Ctrl-C would be a signal again.
    private static String plain() {
        InfoCmp.setLoadedInfoCmp(PLAIN, InfoCmp.getDefaultInfoCmp("dumb"));
        return PLAIN;
    }

    private static void handle(Signal signal, Runnable interrupted) {
        if (signal == Signal.INT) {
            interrupted.run();
        }
    }

    Terminal terminal() {
        return terminal;
    }

    /// {@return whether it shows characters one after the other and can do nothing else}
    boolean isPlain() {
        return terminal.getStringCapability(Capability.cursor_left) == null;
    }

    /// {@return the colours that it shows, none if `NO_COLOR` is set (no-color.org)}
    Style style(Map<String, String> environment) {
        var colours = terminal.getNumericCapability(Capability.max_colors);
        return new Style(
                colours != null
                        && colours >= COLOURS_MIN
                        && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /// {@return whether the terminal is gone: its window was closed, its connection lost}
    boolean isLost() {
        // What is gone has no attributes; what is there has its character size at least.
        return terminal.getAttributes().getControlFlags().isEmpty();
    }

    /// Waits for a key.
    ///
    /// @return its character, [#END], or another negative number if there was none in time
    /// @throws IOException if the terminal cannot be read
    int key(long millis) throws IOException, InterruptedException {
        try {
            return terminal.reader().read(millis);
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }

    /// Gives the terminal back as it was.
    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }
}
