package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.server.host.Host;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

class SupervisordDaemonTest {
    @TempDir private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor = Supervisor.builder().launcher(new FakeLauncher()).build();
    private SupervisordDaemon daemon;

    private void write(String identifier, String command) throws IOException {
        Files.writeString(
                folder.resolve("supervisord.conf"),
                """
                [inet_http_server]
                port=1
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [supervisord]
                nodaemon=true
                childlogdir=%%(here)s
                identifier=%s
                [program:web]
                %s
                startsecs=0
                stdout_logfile=NONE
                stderr_logfile=NONE
                """
                        .formatted(identifier, command));
    }

    @BeforeEach
    void start() throws IOException {
        write("first", "command=sleep");
        var file = SupervisordFile.at(folder.resolve("supervisord.conf"));
        daemon =
                new SupervisordDaemon(
                        supervisor,
                        file::load,
                        file.load(),
                        (level, message) -> said.add(level + " " + message),
                        "4.2.5");
        daemon.start();
        Await.until(() -> pid() > 0);
    }

    @AfterEach
    void close() {
        supervisor.close();
        daemon.close();
    }

    private long pid() {
        return supervisor.status("web").map(status -> status.pid()).orElse(0L);
    }

    @Test
    void saysHowItServesAndThatItHasStarted() {
        assertThat(said)
                .containsExactly(
                        "INFO RPC interface 'supervisor' initialized",
                        "CRITICAL Server 'inet_http_server' running without any HTTP"
                                + " authentication checking",
                        "INFO supervisord started with pid " + ProcessHandle.current().pid());
    }

    @Test
    void restartsWithWhatTheFileSaysNow() throws IOException {
        var before = pid();
        said.clear();
        write("second", "command=cat");
        daemon.restart();
        Await.until(() -> daemon.state() == Host.State.RUNNING && pid() > 0 && pid() != before);
        assertThat(daemon.identifier()).isEqualTo("second");
        Await.until(() -> said.size() == 4);
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "INFO waiting for web to die",
                        "INFO RPC interface 'supervisor' initialized",
                        "CRITICAL Server 'inet_http_server' running without any HTTP"
                                + " authentication checking",
                        "INFO supervisord started with pid " + ProcessHandle.current().pid());
    }

    @Test
    void saysWhatItWaitsForUntilThatIsOver() throws IOException {
        said.clear();
        var stopped = new CompletableFuture<Void>();
        daemon.reportUntil(stopped);
        assertThat(said).isEmpty();
        Await.until(() -> !said.isEmpty());
        stopped.complete(null);
        assertThat(said).containsExactly("INFO waiting for web to die");
    }

    @Test
    void goesOnIfTheFileHasErrors() throws IOException {
        var before = pid();
        write("second", "numprocs=x");
        daemon.restart();
        Await.until(() -> daemon.state() == Host.State.RUNNING && said.size() > 4);
        assertThat(said.get(3))
                .isEqualTo("ERROR not restarted, since the configuration has errors:");
        assertThat(said).anyMatch(line -> line.contains("numprocs"));
        assertThat(pid()).isEqualTo(before);
        assertThat(daemon.identifier()).isEqualTo("first");
    }

    @Test
    void isShuttingDownFromTheMomentItIsAsked() {
        assertThat(daemon.state()).isEqualTo(Host.State.RUNNING);
        daemon.shutdown();
        assertThat(daemon.state()).isEqualTo(Host.State.SHUTDOWN);
    }
}
