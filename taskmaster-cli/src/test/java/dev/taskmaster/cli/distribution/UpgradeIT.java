package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A daemon that is replaced while it runs, by another version or by itself.
@Timeout(120)
class UpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private Process daemon;

    @AfterEach
    void end() throws InterruptedException {
        if (daemon != null) {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.descendants().forEach(ProcessHandle::destroyForcibly);
                daemon.destroyForcibly();
            }
        }
    }

    private void supervise(String programs) throws IOException {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                "taskmaster: { statedir: state, socket: s, logfile: t.log }\nprograms:\n"
                        + programs.indent(2));
        start(Distribution.command("run", "--no-shell", "--quiet"));
    }

    private void start(List<String> command) throws IOException {
        daemon =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
    }

    private Ran taskmaster(String... arguments) throws IOException, InterruptedException {
        return Ran.in(folder, Distribution.command(arguments));
    }

    private String says(String... arguments) throws IOException, InterruptedException {
        var ran = taskmaster(arguments);
        assertThat(ran.code()).as("%s", ran).isZero();
        return ran.out().strip();
    }

    private String read(String file) throws IOException {
        var path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    private long count(String text, String file) throws IOException {
        return read(file).lines().filter(line -> line.contains(text)).count();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void kill(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid())).start().waitFor();
    }

    @Test
    void keepsItsProcessIdAndItsChildrenAndLearnsHowTheyEnd() throws Exception {
        supervise(
                """
                web: { cmd: sleep 1000, starttime: 0 }
                seven:
                  cmd: sh -c 'while [ ! -e go ]; do sleep 0.05; done; exit 7'
                  workingdir: .
                  autorestart: never
                  starttime: 0
                """);
        until(() -> count("is running", "t.log") == 2);
        var web = says("pid", "web");

        assertThat(says("upgrade")).matches("taskmaster \\S+ has taken over");
        assertThat(says("pid")).isEqualTo(Long.toString(daemon.pid()));
        assertThat(says("pid", "web")).isEqualTo(web);
        assertThat(count("is still there", "t.log")).isEqualTo(2);

        kill("USR1");
        until(() -> count("taskmaster is up", "t.log") == 3);
        Files.createFile(folder.resolve("go"));
        until(() -> count("seven exited (exit status 7; not expected)", "t.log") == 1);
        assertThat(count("web started", "t.log")).isEqualTo(1);
        assertThat(read("t.log")).contains("taskmaster ends and leaves all processes running");
    }

    @Test
    void learnsHowThoseEndWhoEndMeanwhile() throws Exception {
        supervise(
                """
                brief:
                  cmd: sh -c 'sleep 0.5; exit 7'
                  numprocs: 20
                  autorestart: always
                  starttime: 0
                  backoff: { initial: 100ms, max: 100ms }
                """);
        until(() -> count("(exit status 7;", "t.log") > 20);
        says("upgrade");
        var before = count("(exit status 7;", "t.log");
        until(() -> count("(exit status 7;", "t.log") > before + 40);
        assertThat(count("unknown", "t.log")).isZero();
    }

    private static final String CLOCK =
            """
            clock:
              cmd: sh -c 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done'
              stdout: { file: clock.log, maxbytes: 1KB, backups: 1000 }
            """;

    @Test
    void whoFollowsALogOrEventsMissesNothing() throws Exception {
        supervise(CLOCK);
        until(() -> count("is running", "t.log") == 1);
        var tail = follow("tail.out", "tail", "-f", "-n", "1", "clock");
        var events = follow("events.out", "events", "-f");
        until(() -> count("", "tail.out") > 10 && count("is running", "events.out") == 1);

        says("upgrade");
        until(() -> count("is still there", "events.out") == 1);
        var before = count("", "tail.out");
        until(() -> count("", "tail.out") > before + 100);

        var lines = read("tail.out").lines().map(Long::valueOf).toList();
        var first = lines.getFirst();
        assertThat(lines)
                .containsExactlyElementsOf(
                        LongStream.range(first, first + lines.size()).boxed().toList());
        assertThat(count("clock is running", "events.out")).isEqualTo(1);
        assertThat(count("taskmaster ends and leaves", "events.out")).isEqualTo(1);
        assertThat(count("taskmaster is up", "events.out")).isEqualTo(2);
        tail.destroy();
        events.destroy();
    }

    private Process follow(String out, String... arguments) throws IOException {
        return new ProcessBuilder(Distribution.command(arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(out).toFile())
                .start();
    }

    @Test
    void goesOnWhereTheOtherVersionCannotReadTheConfiguration() throws Exception {
        supervise("web: { cmd: sleep 1000, starttime: 0 }\n");
        until(() -> count("is running", "t.log") == 1);
        var refused = taskmaster("upgrade", "/bin/false");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("/bin/false cannot take over");
        assertThat(taskmaster("upgrade", "/no/such").err()).contains("/no/such cannot take over");
        assertThat(count("taskmaster is up", "t.log")).isEqualTo(1);
        assertThat(says("status", "web")).contains("RUNNING");
    }

    /// A version that reads the configuration, but cannot listen for clients.
    private Path brokenVersion() throws IOException {
        var whole = Path.of(Distribution.home());
        var broken = Files.createDirectory(folder.resolve("broken"));
        Files.createSymbolicLink(broken.resolve("runtime"), whole.resolve("runtime"));
        for (var part : List.of("bin", "lib")) {
            Files.createDirectory(broken.resolve(part));
            try (var files = Files.list(whole.resolve(part))) {
                for (var file : files.toList()) {
                    var copy = broken.resolve(part).resolve(file.getFileName());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.delete(broken.resolve("lib/jetty-server.jar"));
        return broken.resolve("bin/taskmaster");
    }

    @Test
    void becomesTheVersionBeforeAgainIfTheOtherOneCannotComeUp() throws Exception {
        supervise("web: { cmd: sleep 1000, starttime: 0 }\n");
        until(() -> count("is running", "t.log") == 1);
        var web = says("pid", "web");

        taskmaster("upgrade", brokenVersion().toString());
        until(() -> read("out").contains("going back to " + Distribution.command().getFirst()));
        until(() -> taskmaster("pid", "web").out().strip().equals(web));

        assertThat(says("pid")).isEqualTo(Long.toString(daemon.pid()));
        assertThat(says("status", "web")).contains("RUNNING");
        assertThat(count("web started", "t.log")).isEqualTo(1);
        assertThat(says("upgrade")).matches("taskmaster \\S+ has taken over");
    }

    @Test
    void programsHaveTheLimitThatTheFirstVersionWasStartedWith() throws Exception {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state, socket: s, logfile: t.log }
                programs:
                  limit: { cmd: sh -c 'ulimit -S -n; exec sleep 1000', starttime: 0, stdout: ./limit }
                """);
        var command = String.join(" ", Distribution.command("run", "--no-shell", "--quiet"));
        start(List.of("sh", "-c", "ulimit -S -n 500; exec " + command));
        until(() -> read("limit").equals("500\n"));
        says("upgrade");
        says("restart", "limit");
        until(() -> read("limit").equals("500\n500\n"));
    }

    @Test
    void supervisordIsReplacedBySignal() throws Exception {
        Files.writeString(
                folder.resolve("s.conf"),
                """
                [unix_http_server]
                file=%(here)s/s
                [supervisord]
                logfile=%(here)s/t.log
                pidfile=%(here)s/pid
                [program:web]
                command=sleep 1000
                startsecs=0
                """);
        start(Distribution.script("supervisord", "-n", "-c", "s.conf"));
        until(() -> count("success: web", "t.log") == 1);
        var web = children();
        kill("USR1");
        until(() -> count("supervisord started with pid", "t.log") == 2);
        until(() -> says("pid", "-c", "s.conf").equals(Long.toString(daemon.pid())));
        assertThat(children()).isEqualTo(web);
        assertThat(read("pid").strip()).isEqualTo(Long.toString(daemon.pid()));
        assertThat(count("spawned: 'web'", "t.log")).isEqualTo(1);
    }

    /// Processes that go on, as opposed to what is started for a moment.
    private List<Long> children() {
        return daemon.children()
                .filter(child -> isSleep(child.info().arguments()))
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }

    private static boolean isSleep(java.util.Optional<String[]> arguments) {
        return arguments.stream().flatMap(Stream::of).anyMatch("1000"::equals);
    }
}
