package dev.taskmaster.cli.shell;

import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.verb.Completion;
import dev.taskmaster.cli.verb.Console;
import dev.taskmaster.cli.verb.ExitCode;
import dev.taskmaster.cli.verb.Verb;
import dev.taskmaster.cli.verb.Verbs;

import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The control shell.
///
/// One thread calls [#run]; any may call the other methods.
public final class Shell {
    private static final String PROMPT = "taskmaster> ";
    private static final int HISTORY_LINES = 1000;

    /// So long a command may take before its keys are looked at; most take less.
    private static final Duration PATIENCE = Duration.ofMillis(150);

    private static final long KEY_MILLIS = 100;

    private final Screen screen;
    private final Control control;
    private final Announcer announcer;
    private final Runnable interrupted;
    private final Console console;
    private final Verbs verbs;
    private final LineReader reader;
    private volatile boolean leaving;
    private Thread runner;

    /// Opens the shell on the terminal of this process.
    ///
    /// @param control what it controls
    /// @param history the file that keeps the lines across sessions; empty for none
    /// @param announcer announces above the prompt from now on
    /// @param quit what `quit` does, in a few words
    /// @param interrupted is called when SIGINT comes from outside; Ctrl-C does not send it
    /// @throws IOException if there is no terminal
    public static Shell open(
            Control control,
            Optional<Path> history,
            Announcer announcer,
            String quit,
            Runnable interrupted)
            throws IOException {
        return new Shell(
                Screen.open(interrupted),
                control,
                history,
                announcer,
                quit,
                interrupted,
                System.getenv());
    }

    Shell(
            Screen screen,
            Control control,
            Optional<Path> history,
            Announcer announcer,
            String quit,
            Runnable interrupted,
            Map<String, String> environment) {
        this.screen = screen;
        this.control = control;
        this.announcer = announcer;
        this.interrupted = interrupted;
        var terminal = screen.terminal();
        var out = new PrintStream(terminal.output(), true, terminal.outputEncoding());
        this.console = new Console(out, out, screen.style(environment));
        this.verbs =
                new Verbs(
                        quit("quit", quit + "; so does Ctrl-D"), quit("exit", "the same as quit"));
        this.reader =
                LineReaderBuilder.builder()
                        .appName("taskmaster")
                        .terminal(terminal)
                        .completer(new VerbCompleter(verbs, control))
                        .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
                        .variable(LineReader.BELL_STYLE, "none")
                        .option(Option.DISABLE_EVENT_EXPANSION, true)
                        .option(Option.HISTORY_INCREMENTAL, true)
                        .option(Option.HISTORY_TIMESTAMPED, false)
                        .option(Option.BRACKETED_PASTE, !screen.isPlain())
                        .build();
        history.ifPresent(file -> reader.setVariable(LineReader.HISTORY_FILE, file));
        reader.getWidgets().put("clear-line", this::clearLine);
        reader.getKeyMaps()
                .get(LineReader.MAIN)
                .bind(new Reference("clear-line"), KeyMap.ctrl('C'));
        announcer.printTo(reader::printAbove, console.style());
    }

    private Verb quit(String name, String summary) {
        return new Verb(
                name,
                "",
                summary,
                List.of(),
                List.of(),
                Completion.NOTHING,
                (_, _, _) -> {
                    leaving = true;
                    return ExitCode.DONE;
                });
    }

    /// Thrown by Ctrl-C, to leave the line that is being read.
    private static final class LineCleared extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LineCleared() {
            super(null, null, false, false);
        }
    }

    private boolean clearLine() {
        var buffer = reader.getBuffer();
        buffer.cursor(buffer.length());
        buffer.write("^C");
        throw new LineCleared();
    }

    /// Reads lines and does what they ask for, until `quit`, Ctrl-D, [#close], or until the
    /// terminal is gone. Then the terminal is as it was before.
    public void run() throws IOException {
        synchronized (this) {
            runner = Thread.currentThread();
        }
        try (screen) {
            readAndExecute();
        } finally {
            synchronized (this) {
                runner = null;
            }
            // The interruption that ended the reading is answered.
            Thread.interrupted();
        }
    }

    /// Nothing is announced on a screen that is closed.
    private void readAndExecute() throws IOException {
        try {
            announcer.release();
            while (!leaving) {
                execute(read());
            }
        } finally {
            announcer.hold();
        }
    }

    /// Ends [#run]; a command that is being waited for is not waited for any longer.
    public synchronized void close() {
        leaving = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /// {@return whether the terminal is gone}
    public boolean isTerminalLost() {
        return screen.isLost();
    }

    private List<String> read() {
        try {
            reader.readLine(console.style().strong(PROMPT));
            return reader.getParsedLine().words().stream().filter(w -> !w.isEmpty()).toList();
        } catch (LineCleared e) {
            return List.of();
        } catch (EndOfFileException | IOError e) {
            leaving = true;
            return List.of();
        } catch (UserInterruptException e) {
            // Not the key, which clears the line: a signal from outside, or close().
            if (!leaving) {
                interrupted.run();
            }
            return List.of();
        }
    }

    private void execute(List<String> words) throws IOException {
        if (words.isEmpty()) {
            return;
        }
        announcer.hold();
        // A thread of its own, so that this one can look at the keys meanwhile.
        var command = Thread.ofPlatform().name("taskmaster-command").start(() -> runCommand(words));
        try {
            if (!command.join(PATIENCE)) {
                watchKeys(command);
            }
        } catch (InterruptedException e) {
            command.interrupt();
        }
        announcer.release();
    }

    private void runCommand(List<String> words) {
        try {
            verbs.run(words, control, console);
        } catch (InterruptedException e) {
            if (!leaving) {
                console.line("not waited for any longer; what was asked for goes on");
            }
        }
    }

    /// Until the command is done, Ctrl-C ends it and other keys are kept for the next line.
    private void watchKeys(Thread command) throws IOException, InterruptedException {
        var typed = new StringBuilder();
        while (command.isAlive()) {
            var key = screen.key(KEY_MILLIS);
            if (key == Screen.END) {
                // The terminal is gone: there are no keys to look at any more.
                leaving = true;
                command.join();
            } else if (key == Screen.CTRL_C) {
                command.interrupt();
                typed.setLength(0);
            } else if (key >= 0) {
                typed.append((char) key);
            }
        }
        if (!typed.isEmpty()) {
            reader.runMacro(typed.toString());
        }
    }
}
