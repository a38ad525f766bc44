package dev.taskmaster.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.Credentials;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.testing.Ran;
import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// supervisorctl, as Debian has it, cannot tell Taskmaster from supervisord: what it prints and how
/// it ends is the same with both, but for process ids and times.
///
/// It needs Debian's package `supervisor`.
@Timeout(300)
class SupervisorctlIT {
    private static final String TALK = "sh -c 'echo hello; echo oops >&2; exec sleep 1000'";

    @TempDir Path folder;
    private Rig rig;
    private ControlServer server;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("talk.log"), "");
        Files.writeString(folder.resolve("ctl.conf"), "[supervisorctl]\n");
        rig = Rig.of(folder, yaml(0));
        server =
                ControlServer.of(rig.supervisor, rig.host)
                        .listen(UnixSocket.at(folder.resolve("ours.sock")))
                        .listen(
                                TcpPort.of("127.0.0.1", 0)
                                        .withCredentials(new Credentials("ann", "secret")))
                        .open();
        Await.until(() -> Files.size(folder.resolve("talk.log")) > 0);
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
        rig.close();
        for (var process : started) {
            process.destroy();
            process.waitFor();
        }
    }

    private String yaml(int extra) {
        var programs =
                """
                talk: { cmd: "%1$s", starttime: 0, stdout: %2$s/talk.log, stderr: %2$s/talk.err, stopasgroup: true }
                worker: { cmd: sleep 1000, numprocs: 2, starttime: 0, stdout: none, stderr: none }
                off: { cmd: sleep 1000, autostart: false, starttime: 0, stdout: none, stderr: none }
                broken: { cmd: /no/such/program, autostart: false, stdout: none, stderr: none }
                quick: { cmd: "false", autostart: false, startretries: 0, stdout: none, stderr: none }
                folder: { cmd: /tmp, autostart: false, stdout: none, stderr: none }
                """
                        .formatted(TALK, folder);
        for (var i = 0; i < extra; i++) {
            programs +=
                    "extra%d: { cmd: sleep 1000, starttime: 0, stdout: none, stderr: none }\n"
                            .formatted(i);
        }
        return programs;
    }

    private String ini(int extra) {
        var conf =
                new StringBuilder(
                        """
                        [unix_http_server]
                        file=%2$s/real/real.sock
                        [supervisord]
                        logfile=%2$s/real/main.log
                        pidfile=%2$s/real/pid
                        childlogdir=%2$s/real
                        nodaemon=true
                        silent=true
                        user=%3$s
                        [rpcinterface:supervisor]
                        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                        [program:talk]
                        command=%1$s
                        startsecs=0
                        stopasgroup=true
                        stdout_logfile=%2$s/real/talk.log
                        stderr_logfile=%2$s/real/talk.err
                        [program:worker]
                        process_name=%%(program_name)s_%%(process_num)02d
                        command=sleep 1000
                        numprocs=2
                        startsecs=0
                        stdout_logfile=NONE
                        [program:off]
                        command=sleep 1000
                        autostart=false
                        startsecs=0
                        stdout_logfile=NONE
                        [program:broken]
                        command=/no/such/program
                        autostart=false
                        stdout_logfile=NONE
                        [program:quick]
                        command=false
                        autostart=false
                        startretries=0
                        stdout_logfile=NONE
                        [program:folder]
                        command=/tmp
                        autostart=false
                        stdout_logfile=NONE
                        """
                                .formatted(TALK, folder, System.getProperty("user.name")));
        for (var i = 0; i < extra; i++) {
            conf.append(
                    "[program:extra%d]\ncommand=sleep 1000\nstartsecs=0\nstdout_logfile=NONE\n"
                            .formatted(i));
        }
        return conf.toString();
    }

    private Ran ctl(String server, String... action) throws IOException, InterruptedException {
        var conf = folder.resolve("ctl.conf");
        var words = new ArrayList<>(List.of("supervisorctl", "-c", conf.toString(), "-s", server));
        words.addAll(List.of(action));
        return Ran.command(words);
    }

    private Ran ours(String... action) throws IOException, InterruptedException {
        return ctl("unix://" + folder.resolve("ours.sock"), action);
    }

    private Ran real(String... action) throws IOException, InterruptedException {
        return ctl("unix://" + folder.resolve("real/real.sock"), action);
    }

    @Test
    void actsAsWithSupervisord() throws Exception {
        startSupervisord();
        same("status");
        same("status worker:*");
        same("status talk none");
        same("status off");
        same("status none:*");
        same("pid talk");
        same("pid all");
        same("pid off");
        same("pid none");
        same("start off");
        same("start off");
        same("start broken");
        same("start folder");
        same("start quick");
        same("status quick");
        same("start none");
        same("start none:*");
        same("start");
        same("stop off");
        same("stop off");
        same("stop none");
        same("status off");
        same("restart talk");
        same("restart worker:*");
        same("restart worker:worker_01 off");
        same("signal CONT talk worker:*");
        same("signal 18 talk");
        same("signal NONSENSE talk");
        same("signal CONT quick");
        same("signal CONT none");
        same("clear none");
        same("clear talk");
        same("tail talk");
        same("tail none");
        same("tail talk nonsense");
        same("tail worker:worker_00");
        same("avail");
        same("reread");
        same("update");
        same("add none");
        same("add talk");
        same("remove none");
        same("remove talk");
        rig.rewrite(yaml(2));
        Files.writeString(folder.resolve("real.conf"), ini(2));
        same("reread");
        same("avail");
        same("add extra1");
        same("update");
        same("status");
        rig.rewrite(yaml(1));
        Files.writeString(folder.resolve("real.conf"), ini(1));
        same("update");
        same("stop extra0");
        same("remove extra0");
        same("status");
        same("stop all");
        same("start worker:*");
        same("clear all");
        same("nonsense");
        same("help start");
        same("shutdown");
    }

    private void startSupervisord() throws Exception {
        Files.createDirectory(folder.resolve("real"));
        var conf = Files.writeString(folder.resolve("real.conf"), ini(0));
        started.add(
                new ProcessBuilder("supervisord", "-n", "-c", conf.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("supervisord.out").toFile())
                        .start());
        Await.until(
                () -> {
                    var log = folder.resolve("real/talk.log");
                    return Files.exists(log) && Files.size(log) > 0;
                });
    }

    private void same(String action) throws Exception {
        var words = action.split(" ");
        var alike =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return real(words);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        var ours = ours(words);
        var real = alike.get();
        assertThat(masked(ours.output())).as(action).isEqualTo(masked(real.output()));
        assertThat(ours.status()).as("exit status of " + action).isEqualTo(real.status());
    }

    /// Without what differs from run to run; processes are not done in the same order either.
    private static List<String> masked(String output) {
        return Arrays.stream(output.split("\n"))
                .map(line -> line.replaceAll("pid [0-9]+, uptime [0-9:]+", "pid N, uptime T"))
                .map(line -> line.replaceAll("^[0-9]{2,}$", "N"))
                .map(line -> line.replaceAll("[A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2} [AP]M", "T"))
                .map(line -> line.replaceAll("file: [^ ]*/supervisor/", "file: /"))
                .sorted()
                .toList();
    }

    @Test
    void showsLogs() throws Exception {
        assertThat(ours("tail", "talk")).isEqualTo(new Ran(0, "hello\n\n"));
        assertThat(ours("tail", "-3", "talk")).isEqualTo(new Ran(0, "lo\n\n"));
        assertThat(ours("tail", "talk", "stderr")).isEqualTo(new Ran(0, "oops\n\n"));
        assertThat(ours("maintail")).isEqualTo(new Ran(0, "the log of the supervisor\n\n"));
        var off = ours("tail", "off");
        assertThat(off.output()).isEqualTo("off: ERROR (no log file)\n");
        assertThat(off.status()).isEqualTo(1);
    }

    @Test
    void followsLogs() throws Exception {
        var conf = folder.resolve("ctl.conf");
        var tail =
                new ProcessBuilder(
                                "supervisorctl",
                                "-c",
                                conf.toString(),
                                "-s",
                                "unix://" + folder.resolve("ours.sock"),
                                "tail",
                                "-f",
                                "talk")
                        .start();
        started.add(tail);
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(tail.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("Press Ctrl-C to exit");
            assertThat(lines.readLine()).isEqualTo("hello");
            Files.writeString(folder.resolve("talk.log"), "grüße\n", StandardOpenOption.APPEND);
            assertThat(lines.readLine()).isEqualTo("grüße");
            tail.destroy();
        }
    }

    @Test
    void comesInByTcpWithCredentials() throws Exception {
        var url = server.endpoints().getLast().toString();
        assertThat(ctl(url, "-u", "ann", "-p", "secret", "pid", "talk").status()).isZero();
        var refused = ctl(url, "-u", "ann", "-p", "wrong", "pid", "talk");
        assertThat(refused.output()).contains("Server requires authentication");
        assertThat(refused.status()).isEqualTo(1);
    }

    @Test
    void tellsVersions() throws Exception {
        assertThat(ours("version")).isEqualTo(new Ran(0, "1.2.3\n"));
    }

    @Test
    void reloadsAndShutsDown() throws Exception {
        var before = rig.supervisor.status("talk").orElseThrow().pid();
        assertThat(ours("reload")).isEqualTo(new Ran(0, "Restarted supervisord\n"));
        Await.until(
                () ->
                        rig.supervisor
                                .status("talk")
                                .filter(s -> s.state() == ProcessState.RUNNING)
                                .filter(s -> s.pid() != before)
                                .isPresent());
        assertThat(ours("shutdown")).isEqualTo(new Ran(0, "Shut down\n"));
        Await.until(
                () -> rig.supervisor.status().stream().allMatch(status -> status.state().isDown()));
    }
}
