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

/// The distribution without a terminal: what a service manager, a container or a script sees.
class RunIT {
    private static final int PATIENCE_SECONDS = 20;

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

    /// A run of the distribution, whose stderr is read.
    private record Run(Process process, BlockingQueue<String> lines) {
        private static Run of(Process process) {
            var lines = new LinkedBlockingQueue<String>();
            Thread.ofPlatform().daemon().start(() -> read(process.errorReader(), lines));
            return new Run(process, lines);
        }

        private static void read(BufferedReader reader, BlockingQueue<String> lines) {
            reader.lines().forEach(lines::add);
        }

        /// Waits for a line, and passes over those before it.
        String await(String regex) throws InterruptedException {
            var seen = new ArrayList<String>();
            while (true) {
                var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(line).as("waiting for %s; seen %s", regex, seen).isNotNull();
                seen.add(line);
                if (line.matches(".*(" + regex + ").*")) {
                    return line;
                }
            }
        }

        void send(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        int awaitExit() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
            return process.exitValue();
        }
    }

    private Run run(String... arguments) throws IOException {
        var process = new ProcessBuilder(Distribution.command(arguments)).start();
        started.add(process);
        return Run.of(process);
    }

    private Run supervise(String programs) throws IOException {
        write(programs);
        return run("run", "-c", file().toString());
    }

    private Path file() {
        return folder.resolve("t.yml");
    }

    private void write(String programs) throws IOException {
        Files.writeString(
                file(), "taskmaster: { statedir: state, logfile: t.log }\nprograms:\n" + programs);
    }

    @Test
    void saysItsVersion() throws Exception {
        var run = run("version");
        assertThat(run.process().inputReader().readLine()).startsWith("taskmaster ");
        assertThat(run.awaitExit()).isZero();
        assertThat(run.lines()).as("no warnings of the JVM").isEmpty();
    }

    @Test
    void theDemonstrationIsValid() throws Exception {
        var run = run("check", "-c", Distribution.demo());
        assertThat(run.process().inputReader().readLine()).contains("valid: 6 programs");
        assertThat(run.awaitExit()).isZero();
    }

    /// All but what keeps pipes.
    private static List<ProcessHandle> children(Run run) {
        return run.process()
                .children()
                .filter(it -> !it.info().commandLine().orElse("").endsWith("2147483647"))
                .toList();
    }

    @Test
    void supervisesUntilSigtermAndLeavesNothing() throws Exception {
        var run = supervise("  web: { cmd: sleep 1000, numprocs: 2, starttime: 0 }\n");
        run.await("web_00 is running");
        run.await("web_01 is running");
        var children = children(run);
        assertThat(children).hasSize(2);
        run.send("TERM");
        assertThat(run.awaitExit()).isZero();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readString(folder.resolve("t.log"))).contains("web_01 stopped");
    }

    @Test
    void aSecondSigintKillsWhatIsLeft() throws Exception {
        var run =
                supervise(
                        "  mule: { cmd: \"sh -c 'trap : TERM; while :; do sleep 1; done'\","
                                + " stoptime: 10m }\n");
        run.await("mule is running");
        run.send("INT");
        run.await("mule is asked to stop");
        run.send("INT");
        assertThat(run.awaitExit()).isZero();
    }

    @Test
    void sighupsReloadAndBadFilesChangeNothing() throws Exception {
        var run = supervise("  web: { cmd: sleep 1000, starttime: 0 }\n");
        run.await("web is running");
        var web = children(run).getFirst();

        write("  web: { cmd: sleep 1000, starttime: 0 }\n  two: { cmd: [] }\n");
        run.send("HUP");
        assertThat(run.await("configuration refused")).contains("two.cmd");

        write(
                "  web: { cmd: sleep 1000, starttime: 0 }\n  two: { cmd: sleep 1000, starttime: 0 }\n");
        for (var i = 0; i < 20; i++) {
            run.send("HUP");
        }
        run.await("two is running");
        assertThat(children(run)).contains(web).hasSize(2);
        run.send("TERM");
        assertThat(run.awaitExit()).isZero();
    }

    @Test
    void refusesASecondInstance() throws Exception {
        var first = supervise("  web: { cmd: sleep 1000, starttime: 0 }\n");
        first.await("web is running");
        var second = run("run", "-c", file().toString());
        assertThat(second.awaitExit()).isEqualTo(1);
        second.await("supervised already, by pid " + first.process().pid());
        first.send("TERM");
        assertThat(first.awaitExit()).isZero();
    }
}
