package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.render.Style;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

import java.io.IOException;
import java.util.Map;

/// A terminal whose keys are keys and nothing else: Ctrl-C, Ctrl-Z and Ctrl-\ arrive as characters
/// and send no signals. So whatever signal does arrive comes from outside, and a supervisor is not
/// suspended by a slip of the finger.
final class Screen implements AutoCloseable {
    static final int CTRL_C = 3;

    private static final int COLOURS_MIN = 8;

    private final Terminal terminal;
    private final Attributes before;

    /// Takes the keys of a terminal, until it is closed.
    Screen(Terminal terminal) {
        this.terminal = terminal;
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
        return new Screen(
                TerminalBuilder.builder()
                        .name("taskmaster")
                        .system(true)
                        .jni(false)
                        .nativeSignals(false)
                        .signalHandler(signal -> handle(signal, interrupted))
                        .build());
    }

    private static void handle(Signal signal, Runnable interrupted) {
        if (signal == Signal.INT) {
            interrupted.run();
        }
    }

    Terminal terminal() {
        return terminal;
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
    /// @return its character, or a negative number if there was none in time
    /// @throws IOException if the thread was interrupted, or the terminal is gone
    int key(long millis) throws IOException {
        return terminal.reader().read(millis);
    }

    /// Gives the terminal back as it was.
    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }
}
