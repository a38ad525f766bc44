package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The distribution as the first process of a PID namespace, as in a container.
class ContainerIT {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(
                process -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                });
    }

    /// A container, whose stderr is read.
    private record Container(Process outside, BlockingQueue<String> lines) {
        private static Container of(Process outside) {
            var lines = new LinkedBlockingQueue<String>();
            Thread.ofPlatform().daemon().start(() -> read(outside.errorReader(), lines));
            return new Container(outside, lines);
        }

        private static void read(BufferedReader reader, BlockingQueue<String> lines) {
            reader.lines().forEach(lines::add);
        }

        /// Waits for a line, and passes over those before it.
        void await(String regex) throws InterruptedException {
            var seen = new ArrayList<String>();
            while (true) {
                var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(line).as("waiting for %s; seen %s", regex, seen).isNotNull();
                seen.add(line);
                if (line.matches(".*(" + regex + ").*")) {
                    return;
                }
            }
        }

        /// The first process inside. All of the supervisor's, but for what keeps pipes.
        Stream<ProcessHandle> children() {
            return init().children()
                    .filter(it -> !it.info().commandLine().orElse("").endsWith("2147483647"));
        }

        ProcessHandle init() {
            return outside.children().findFirst().orElseThrow();
        }

        long zombies() {
            return init().children().filter(child -> state(child) == 'Z').count();
        }

        void send(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(init().pid())).start().waitFor();
        }

        int awaitExit() throws InterruptedException {
            assertThat(outside.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
            return outside.exitValue();
        }
    }

    private static char state(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }

    private Container contain(List<String> command) throws IOException {
        var whole =
                new ArrayList<>(List.of("unshare", "--fork", "--pid", "--mount", "--mount-proc"));
        whole.addAll(command);
        var process = new ProcessBuilder(whole).start();
        started.add(process);
        return Container.of(process);
    }

    private Container contain(String command, String daemon, String programs) throws IOException {
        var file = folder.resolve("t.yml");
        Files.writeString(
                file,
                "taskmaster: { statedir: state%s }\nprograms:\n%s".formatted(daemon, programs));
        return contain(Distribution.command(command, "-c", file.toString()));
    }

    @Test
    void reapsTenThousandOrphansAndStopsOnSigterm() throws Exception {
        var script =
                """
                i=0
                while [ $i -lt 10000 ]; do
                    (exec true &)
                    i=$((i+1))
                done
                (setsid true &)
                touch done
                exec sleep 1000
                """;
        Files.writeString(folder.resolve("orphans.sh"), script);
        var container =
                contain(
                        "run",
                        "",
                        "  maker: { cmd: sh orphans.sh, workingdir: . }\n"
                                + "  dies: { cmd: sh -c 'sleep 0.01; exit 3', starttime: 0,"
                                + " autorestart: always, backoff: { max: 10ms, initial: 10ms } }\n");
        container.await("maker is running");
        await(() -> Files.exists(folder.resolve("done")));
        await(() -> container.zombies() == 0);
        assertThat(container.children().count()).as("no other orphan").isLessThan(3);
        container.await("dies exited.*exit status 3");
        container.send("TERM");
        assertThat(container.awaitExit()).isZero();
    }

    @Test
    void showsAndEndsTheDaemonsThatAProgramHasMade() throws Exception {
        var container =
                contain(
                        "run",
                        "",
                        "  web: { cmd: sh -c '(setsid sleep 4321 &); exec sleep 1234',"
                                + " starttime: 0 }\n");
        container.await("web is running");
        await(() -> container.children().count() == 2);
        var file = folder.resolve("t.yml").toString();
        var status = Ran.in(folder, Distribution.command("status", "--tree", "-c", file));
        assertThat(status.out()).contains("web  RUNNING", "sleep 4321");
        var stop = Ran.in(folder, Distribution.command("stop", "-c", file, "web"));
        assertThat(stop.out()).contains("web: stopped");
        await(() -> container.children().findAny().isEmpty());
        container.send("TERM");
        assertThat(container.awaitExit()).isZero();
    }

    @Test
    void theDaemonStaysInTheForeground() throws Exception {
        var container = contain("daemon", "", "  web: { cmd: sleep 1000, starttime: 0 }\n");
        container.await("web is running");
        container.send("INT");
        container.await("web stopped");
        assertThat(container.awaitExit()).isZero();
    }

    @Test
    void endsWithTheExitCodeOfAProgram() throws Exception {
        var container =
                contain(
                        "run",
                        ", exit_on: { program: job }",
                        "  web: { cmd: sleep 1000, starttime: 0 }\n"
                                + "  job: { cmd: sh -c 'exit 42', starttime: 0,"
                                + " autorestart: never, depends_on: web }\n");
        container.await("web stopped");
        assertThat(container.awaitExit()).isEqualTo(42);
    }

    @Test
    void endsWhenAProgramIsFatal() throws Exception {
        var container =
                contain(
                        "daemon",
                        ", exit_on: { program: [job, web], states: FATAL }",
                        "  web: { cmd: sleep 1000, starttime: 0 }\n"
                                + "  job: { cmd: no/such/program, startretries: 0 }\n");
        container.await("job is fatal|job.*FATAL|gave up|web stopped");
        assertThat(container.awaitExit()).isEqualTo(1);
    }

    /// Everything is read-only but for some folders, and nobody in particular runs it.
    private Container containReadOnly(String keepWritable, String daemon, String programs)
            throws IOException, InterruptedException {
        var file = folder.resolve("t.yml");
        Files.writeString(file, "taskmaster: {%s}\nprograms:\n%s".formatted(daemon, programs));
        // The build's folder may be closed to others.
        assertThat(Ran.in(folder, List.of("cp", "-r", Distribution.home(), "dist")).code())
                .isZero();
        assertThat(Ran.in(folder, List.of("chmod", "-R", "go+rX", ".")).code()).isZero();
        var script =
                """
                for folder in %s; do mount -t tmpfs -o mode=1777 none $folder; done
                mount -o remount,bind,ro / && mount -o remount,bind,ro /dev || exit 99
                [ -w /dev/shm ] && [ "%s" = "" ] && mount -o remount,bind,ro /dev/shm
                exec setpriv --reuid 12345 --regid 12345 --clear-groups --inh-caps=-all \\
                    env -i PATH="$PATH" "$@"
                """
                        .formatted(keepWritable, keepWritable);
        return contain(
                List.of(
                        "sh",
                        "-c",
                        script,
                        "sh",
                        folder.resolve("dist/bin/taskmaster").toString(),
                        "run",
                        "-c",
                        file.toString()));
    }

    @Test
    void runsWithoutAnyFolderToWriteTo() throws Exception {
        var container =
                containReadOnly(
                        "",
                        "",
                        "  web: { cmd: sh -c 'echo hello; exec sleep 1000', starttime: 0 }\n");
        container.await("no folder can be written");
        container.await("web is running");
        assertThat(container.outside().inputReader().readLine()).isEqualTo("hello");
        container.send("TERM");
        assertThat(container.awaitExit()).isZero();
    }

    @Test
    void servesItsClientsFromSharedMemoryIfThatIsAllThatCanBeWritten() throws Exception {
        var container =
                containReadOnly(
                        "/dev/shm",
                        " exit_on: { program: client } ",
                        "  web: { cmd: sleep 1000, starttime: 0 }\n"
                                + "  client: { cmd: [dist/bin/taskmaster, status, -c, t.yml, web],"
                                + " workingdir: ., depends_on: web, stdout: inherit,"
                                + " stderr: inherit, starttime: 0, autorestart: never }\n");
        assertThat(container.outside().inputReader().readLine()).contains("web", "RUNNING");
        assertThat(container.awaitExit()).isZero();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
