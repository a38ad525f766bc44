package dev.taskmaster.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command in a pseudo terminal, and somebody who types.
///
/// The terminal is made by `script(1)`, which every Debian has.
public final class Pty implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process script;
    private final StringBuilder shown = new StringBuilder();
    private int seen;
    private boolean ended;

    private Pty(Process script) {
        this.script = script;
        Thread.ofPlatform().daemon().start(() -> read(script.getInputStream()));
    }

    /// Runs a command in a terminal of 100 columns.
    public static Pty run(List<String> command, Map<String, String> environment)
            throws IOException {
        return run("stty rows 30 cols 100; ", command, environment);
    }

    /// Runs a command in a terminal whose size nobody has set.
    public static Pty runWithoutSize(List<String> command, Map<String, String> environment)
            throws IOException {
        return run("", command, environment);
    }

    private static Pty run(String before, List<String> command, Map<String, String> environment)
            throws IOException {
        var line =
                command.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        var builder =
                new ProcessBuilder("script", "-qefc", before + "exec " + line, "/dev/null")
                        .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().putAll(environment);
        return new Pty(builder.start());
    }

    private void read(InputStream in) {
        var buffer = new byte[8192];
        try {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                synchronized (shown) {
                    shown.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    shown.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (shown) {
                ended = true;
                shown.notifyAll();
            }
        }
    }

    /// Presses keys.
    public Pty type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        script.getOutputStream().flush();
        return this;
    }

    /// Waits until this is shown, behind what was waited for before.
    public Pty await(String regex) throws InterruptedException {
        var pattern = Pattern.compile(regex);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (shown) {
            while (true) {
                var matcher = pattern.matcher(shown);
                if (matcher.find(seen)) {
                    seen = matcher.end();
                    return this;
                }
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || ended) {
                    fail("not shown: " + regex + "\nbut:\n" + text().substring(seen));
                }
                shown.wait(left);
            }
        }
    }

    /// Waits until all of these are shown, in any order, behind what was waited for before.
    public Pty awaitAll(String... regexes) throws InterruptedException {
        var from = seen;
        var last = seen;
        for (var regex : regexes) {
            seen = from;
            await(regex);
            last = Math.max(last, seen);
        }
        seen = last;
        return this;
    }

    /// {@return all that was shown}
    public String text() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /// {@return the command and everything that it started}
    public Stream<ProcessHandle> descendants() {
        return script.descendants();
    }

    /// {@return the exit code, when the command has ended}
    public int awaitExit() throws InterruptedException {
        assertThat(script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends; shown:\n%s", text().substring(seen))
                .isTrue();
        return script.exitValue();
    }

    /// Closes the window: what runs in it loses its terminal.
    @Override
    public void close() {
        script.destroyForcibly();
    }
}
