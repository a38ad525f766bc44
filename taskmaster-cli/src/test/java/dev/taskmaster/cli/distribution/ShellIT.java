package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.testing.Pty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The distribution in a terminal, and somebody who types.
class ShellIT {
    private static final String PROMPT = "taskmaster> ";
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    private static final String CTRL_P = "\020";

    @TempDir private Path folder;

    private final List<Pty> terminals = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        for (var pty : terminals) {
            pty.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            pty.close();
        }
    }

    /// A shell at its prompt, when everything is up that is to be started automatically.
    private Pty shell(Map<String, String> environment) throws IOException, InterruptedException {
        return untilUp(run(command(), environment));
    }

    private static Pty untilUp(Pty pty) throws IOException, InterruptedException {
        pty.await(PROMPT).type("events -f\r");
        pty.awaitAll("clock is running", "worker_00 is running", "worker_01 is running");
        return pty.type(CTRL_C).await(PROMPT);
    }

    private Pty shell() throws IOException, InterruptedException {
        return shell(Map.of());
    }

    private Pty run(List<String> command, Map<String, String> environment) throws IOException {
        var pty = Pty.run(command, environment);
        terminals.add(pty);
        return pty;
    }

    private List<String> command() throws IOException {
        var file = folder.resolve("t.yml");
        Files.writeString(
                file,
                """
                taskmaster: { statedir: state }
                programs:
                  clock:
                    cmd: sh -c 'while echo tick; do sleep 0.1; done'
                    starttime: 0
                    stdout: clock.log
                  worker: { cmd: sleep 1000, numprocs: 2, starttime: 0 }
                  lazy: { cmd: sleep 1000, starttime: 0, autostart: false }
                  slow: { cmd: sleep 1000, starttime: 10m, autostart: false }
                  mule:
                    cmd: sh -c 'trap true TERM; while :; do sleep 1; done'
                    stoptime: 10m
                    starttime: 0
                    autostart: false
                """);
        return Distribution.command("run", "-c", file.toString());
    }

    /// The supervisor and everything below it.
    private List<ProcessHandle> processes(Pty pty) {
        return pty.descendants().toList();
    }

    @Test
    void showsStatusInColoursAndLeavesNothingAfterQuit() throws Exception {
        var pty = shell();
        pty.type("status\r").await("worker:worker_01  \033\\[32mRUNNING\033\\[0m   pid [0-9]+");
        var processes = processes(pty);
        pty.type("quit\r").await("stopping clock, worker:worker_00, worker:worker_01");
        assertThat(pty.awaitExit()).isZero();
        awaitGone(processes);
    }

    @Test
    void showsNoColoursWhereNobodyWantsThem() throws Exception {
        var pty = shell(Map.of("NO_COLOR", "1"));
        pty.type("status\r").await("worker:worker_01  RUNNING   pid [0-9]+");
    }

    @Test
    void commandsAreDoneWhenThePromptIsBack() throws Exception {
        var pty = shell();
        pty.type("start lazy\r").await("lazy: started").await(PROMPT);
        pty.type("stop worker:*\r").await("worker_00: stopped").await("worker_01: stopped");
        pty.type("start wroker_00\r")
                .await("no such process: wroker_00, did you mean worker_00\\?");
        pty.type("stat\r").await("no such command: stat, did you mean start\\?");
        pty.type("reload\r").await("nothing changed, 6 as before");
        pty.type("signal TERM lazy\r").await("lazy: sent SIGTERM");
        pty.type("events\r").await("lazy was sent SIGTERM");
        pty.type("tail -n 1 clock\r").await("tick");
    }

    @Test
    void completesCommandsAndNamesByState() throws Exception {
        var pty = shell();
        pty.type("relo\t").await("reload ").type(CTRL_C).await(PROMPT);
        pty.type("start la\t").await("lazy ").type("\r").await("lazy: started").await(PROMPT);
        pty.type("stop la\t").await("lazy ").type("\r").await("lazy: stopped");
    }

    @Test
    void ctrlCClearsTheLineAndReachesNobody() throws Exception {
        var pty = shell();
        var before = processes(pty);
        pty.type("stop all").await("stop all").type(CTRL_C).await("\\^C").await(PROMPT);
        pty.type("status\r").await("clock .*RUNNING").await(PROMPT);
        assertThat(before)
                .filteredOn(p -> has(p, "1000"))
                .hasSize(2)
                .allMatch(ProcessHandle::isAlive);
    }

    private static boolean has(ProcessHandle process, String argument) {
        return process.info().arguments().stream().flatMap(Stream::of).anyMatch(argument::equals);
    }

    @Test
    void ctrlCEndsWhatIsWaitedFor() throws Exception {
        var pty = shell();
        pty.type("tail -f clock\r").await("(tick\\s+){20}").type(CTRL_C).await(PROMPT);
        pty.type("start slow\r");
        pty.type("pid\r").type(CTRL_C).await("not waited for any longer").await(PROMPT);
        pty.type("status slow\r").await("slow .*STARTING");
    }

    @Test
    void whatIsTypedWhileACommandRunsComesNext() throws Exception {
        var pty = shell();
        pty.type("tail -f clock\r").await("(tick\\s+){12}");
        pty.type(CTRL_C + "pid\r").await(PROMPT + "\\S*pid\\s").await("[0-9]{2,}\r");
    }

    @Test
    void ctrlDStopsEverything() throws Exception {
        var pty = shell();
        var processes = processes(pty);
        pty.type(CTRL_D).await("stopping clock");
        assertThat(pty.awaitExit()).isZero();
        awaitGone(processes);
    }

    @Test
    void ctrlCAfterQuitKillsWhatIsLeft() throws Exception {
        var pty = shell();
        pty.type("start mule\r").await("mule: started").await(PROMPT);
        pty.type("quit\r").await("Ctrl-C kills what is left\\s").type(CTRL_C);
        assertThat(pty.awaitExit()).isZero();
    }

    @Test
    void sigtermEndsTheShellAndRestoresTheTerminal() throws Exception {
        var before = List.of("sh", "-c", "stty -a; \"$@\"; stty -a", "sh");
        var pty = run(Stream.concat(before.stream(), command().stream()).toList(), Map.of());
        untilUp(pty).type("start sl").await("start sl");
        var supervisor = processes(pty).stream().filter(p -> has(p, "run")).toList().getLast();
        assertThat(supervisor.destroy()).isTrue();
        pty.await("stopping clock");
        assertThat(pty.awaitExit()).isZero();
        var settings = pty.text().lines().filter(line -> line.contains("isig")).toList();
        assertThat(settings).hasSize(2);
        assertThat(settings.get(1)).isEqualTo(settings.get(0));
    }

    @Test
    void closingTheWindowStopsEverything() throws Exception {
        var pty = shell();
        var processes = processes(pty);
        pty.close();
        awaitGone(processes);
    }

    /// Waits, since orphans are there until the system's first process has looked after them.
    private static void awaitGone(List<ProcessHandle> processes) throws Exception {
        assertThat(processes).hasSizeGreaterThan(3);
        for (var process : processes) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void eventsAppearAboveTheLineThatIsTyped() throws Exception {
        var pty = shell();
        pty.type("status wor").await("status wor");
        processes(pty).stream()
                .filter(p -> has(p, "1000"))
                .findFirst()
                .orElseThrow()
                .destroyForcibly();
        pty.await("worker_0. exited \\(terminated by SIGKILL; not expected\\)")
                .await(PROMPT + "\\S*status wor");
        pty.type("ker:worker_00\r").await("worker:worker_00  \\S");
    }

    @Test
    void linesAreRememberedAcrossSessions() throws Exception {
        var first = shell();
        first.type("status lazy\r").await("lazy .*STOPPED").await(PROMPT).type("quit\r");
        assertThat(first.awaitExit()).isZero();
        var second = run(command(), Map.of()).await(PROMPT);
        second.type(CTRL_P).await("quit").type(CTRL_P).await("status lazy").type("\r");
        second.await("lazy .*STOPPED");
    }

    @Test
    void worksWhereTheTerminalIsDumbOrHasNoSize() throws Exception {
        var pty = Pty.runWithoutSize(command(), Map.of("TERM", "dumb"));
        terminals.add(pty);
        pty.await(PROMPT).type("stop").type(CTRL_C).await("\\^C").await(PROMPT);
        pty.type("status worker_00\r").await("\nworker:worker_00  [RS]");
        pty.type(CTRL_D);
        assertThat(pty.awaitExit()).isZero();
    }
}
