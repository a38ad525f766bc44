package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Whoever works with supervisord's clients sees the same with supervisord and with Taskmaster: the
/// folders of `src/test/resources/sessions` each have a configuration and what is typed into a
/// shell, and all that is shown is compared.
///
/// That of `installation` stands in docs/explanation/one-installation-two-daemons.md too. To write
/// it there after a change that is meant, add `-Ddocs=write`.
///
/// It needs Debian's packages `supervisor`, `ansible`, `prometheus-node-exporter`, `libfcgi-bin`
/// and `libfcgi-perl`.
///
/// They run at the same time, each in a folder and at ports of its own: most of it is waiting.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class SessionsIT {
    private static final Path SESSIONS = Path.of("src/test/resources/sessions");
    private static final Path PAGE = Path.of("../docs/explanation/one-installation-two-daemons.md");

    /// What differs from run to run, and what is shown in its place.
    private static final Map<String, String> MASKS =
            Map.of(
                    "\\bpid([ :])[1-9][0-9]*", "pid$14711",
                    "' \\([0-9]+\\)", "' (4711)",
                    "supervisor-[a-z0-9_]{8}\\.log", "supervisor-a1b2c3d4.log",
                    "uptime 0:[0-9:]+", "uptime 0:00:05",
                    "[A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2} [AP]M", "Nov 23 10:15 AM",
                    "(start_time_seconds\\{[^}]*\\}) [1-9]\\S*", "$1 T",
                    "(?m)^[1-9][0-9]+$", "4711",
                    "file: [^ ]*/supervisor/(\\S+) line: [0-9]+", "file: …/$1 line: …");

    @TempDir private Path folder;

    /// One of the two.
    private final class Twin {
        private final Path home;
        private final Path session;
        private final Path daemons;
        private final int port = freePort();
        private final int otherPort = freePort();

        /// @param session a folder of sessions
        /// @param daemons the folder of its `supervisord`
        Twin(String name, Path session, Path daemons) throws IOException {
            this.home = folder.resolve(name);
            this.session = session;
            this.daemons = daemons;
            try (var files = Files.walk(session)) {
                for (var file : files.toList()) {
                    Files.copy(file, home.resolve(session.relativize(file).toString()));
                }
            }
        }

        /// {@return what the session shows}
        String session() {
            var shown = new ArrayList<String>();
            try {
                for (var line : Files.readAllLines(session.resolve("session.sh"))) {
                    shown.add("$ " + line);
                    shown.addAll(run(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            var text = String.join("\n", shown).replace(home.toString(), "/srv") + "\n";
            for (var mask : MASKS.entrySet()) {
                text = text.replaceAll(mask.getKey(), mask.getValue());
            }
            return text;
        }

        private List<String> run(String line) throws IOException, InterruptedException {
            var out = folder.resolve(home.getFileName() + ".out");
            var builder =
                    new ProcessBuilder("sh", "-c", line)
                            .directory(home.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile());
            builder.environment().put("PORT", Integer.toString(port));
            builder.environment().put("OTHER_PORT", Integer.toString(otherPort));
            builder.environment().put("USER", System.getProperty("user.name"));
            builder.environment().merge("PATH", daemons + ":", (path, first) -> first + path);
            var shell = builder.start();
            assertThat(shell.waitFor(4, TimeUnit.MINUTES)).as(line).isTrue();
            var shown = new ArrayList<>(Files.readAllLines(out));
            if (shell.exitValue() != 0) {
                shown.add("[exit status " + shell.exitValue() + "]");
            }
            return shown;
        }

        void end() throws IOException, InterruptedException {
            if (Files.exists(home.resolve("supervisord.pid"))) {
                run("supervisorctl shutdown; while [ -e supervisord.pid ]; do sleep 0.1; done");
            }
        }
    }

    private final List<Twin> twins = new ArrayList<>();

    private Twin twin(String name, Path session, Path daemons) throws IOException {
        var twin = new Twin(name, session, daemons);
        twins.add(twin);
        return twin;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void endTheDaemons() throws Exception {
        for (var twin : twins) {
            twin.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"installation", "supervisorctl", "ansible", "node-exporter"})
    void looksTheSameUnderBoth(String name) throws Exception {
        var session = SESSIONS.resolve(name);
        var bin = Path.of(Distribution.script("supervisord").getFirst()).getParent();
        var real = twin("real", session, Path.of("/usr/bin"));
        var ours = twin("ours", session, bin);
        var ofReal = new FutureTask<>(real::session);
        // A pool could have no thread left for it, as other sessions wait at the same time.
        Thread.ofPlatform().start(ofReal);
        var ofOurs = ours.session();
        assertThat(ofOurs).isEqualTo(ofReal.get());
        if (name.equals("installation")) {
            compareWithThePage(ofOurs);
        }
    }

    private static void compareWithThePage(String shown) throws IOException {
        var page = Files.readString(PAGE);
        var start = page.indexOf("```console\n") + 11;
        var end = page.indexOf("```", start);
        if ("write".equals(System.getProperty("docs"))) {
            Files.writeString(PAGE, page.substring(0, start) + shown + page.substring(end));
        } else {
            assertThat(page.substring(start, end)).isEqualTo(shown);
        }
    }
}
