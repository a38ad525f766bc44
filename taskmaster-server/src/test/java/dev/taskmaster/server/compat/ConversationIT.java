package dev.taskmaster.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.TcpPort;
import dev.taskmaster.server.supervisord.SupervisordDaemon;
import dev.taskmaster.server.testing.Ran;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/// A long conversation with the real supervisord and with Taskmaster, both with the same
/// supervisord.conf: all answers are the same, field by field, but for process ids and times. See
/// `src/test/python/compare.py`.
///
/// It needs Debian's package `supervisor`.
@Timeout(300)
class ConversationIT {
    @TempDir Path folder;

    @Test
    void answersAsSupervisord() throws Exception {
        var ours = Files.createDirectory(folder.resolve("ours"));
        var real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(ours.resolve("main.log"), "this is the main log\n");
        var port = freePort();
        var realConf = conf(real, port);
        var supervisord =
                new ProcessBuilder("supervisord", "-n", "-c", realConf.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("supervisord.out").toFile())
                        .start();
        var file = SupervisordFile.at(conf(ours, port));
        var loaded = file.load();
        try (var supervisor = Supervisor.create();
                var daemon =
                        new SupervisordDaemon(
                                supervisor, file::load, loaded, (_, _) -> {}, "4.2.5");
                var server =
                        ControlServer.of(supervisor, daemon)
                                .listen(TcpPort.of("127.0.0.1", 0))
                                .open()) {
            daemon.start();
            Await.until(() -> isListening(port));
            var compared =
                    Ran.command(
                            "python3",
                            "src/test/python/compare.py",
                            server.endpoints().getFirst().toString(),
                            ours.toString(),
                            "http://127.0.0.1:" + port,
                            real.toString());
            assertThat(compared).isEqualTo(new Ran(0, ""));
        } finally {
            supervisord.destroy();
            supervisord.waitFor();
        }
    }

    private static Path conf(Path folder, int port) throws IOException {
        return Files.writeString(
                folder.resolve("supervisord.conf"),
                """
                [inet_http_server]
                port=127.0.0.1:%1$d
                [supervisord]
                logfile=%%(here)s/main.log
                pidfile=%%(here)s/pid
                childlogdir=%%(here)s
                nodaemon=true
                silent=true
                user=%2$s
                identifier=twin
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [program:cat]
                command=cat
                startsecs=0
                stdout_logfile=%%(here)s/cat.log
                [program:echo]
                command=sh -c 'echo 123456789'
                startsecs=0
                autorestart=false
                stdout_logfile=%%(here)s/echo.log
                redirect_stderr=true
                [program:w]
                process_name=w%%(process_num)d
                command=sleep 1000
                numprocs=2
                startsecs=0
                stdout_logfile=NONE
                stderr_logfile=NONE
                directory=/
                environment=A="b",C=d
                [group:pool]
                programs=w
                priority=5
                [fcgi-program:fast]
                process_name=%%(program_name)s%%(process_num)d
                command=perl -MSocket -e 'while (accept(C, STDIN)) { syswrite(C, "hello"); close C }'
                numprocs=2
                socket=unix://%%(here)s/fast.sock
                socket_mode=0764
                startsecs=0
                stdout_logfile=NONE
                stderr_logfile=NONE
                [program:off]
                command=sleep 1000
                autostart=false
                stopsignal=INT
                stopwaitsecs=3
                exitcodes=2,0,1
                killasgroup=true
                priority=7
                stdout_logfile_maxbytes=1MB
                stdout_logfile_backups=3
                stderr_events_enabled=true
                stdout_capture_maxbytes=1KB
                serverurl=http://localhost:9
                [program:broken]
                command=/no/such/program
                autostart=false
                [program:folder]
                command=/tmp
                autostart=false
                [program:quick]
                command=sh -c 'sleep 0.3; false'
                autostart=false
                startretries=0
                [program:late]
                command=sh -c 'sleep 4; exit 3'
                autostart=false
                autorestart=false
                """
                        .formatted(port, System.getProperty("user.name")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
