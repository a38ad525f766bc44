package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `bin/supervisord` with a supervisord.conf, controlled by the real supervisorctl.
class SupervisordIT {
    @TempDir private Path folder;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                folder.resolve("s.conf"),
                """
                [unix_http_server]
                file=%(here)s/s.sock
                username=me
                password=secret
                [supervisord]
                childlogdir=%(here)s
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [supervisorctl]
                serverurl=unix://%(here)s/s.sock
                username=me
                password=secret
                [program:web]
                command=sh -c 'echo hello; exec sleep 1000'
                startsecs=0
                """);
    }

    @AfterEach
    void endTheDaemon() throws Exception {
        if (Files.exists(folder.resolve("s.sock"))) {
            ctl("shutdown");
        }
    }

    private Ran supervisord(String... arguments) throws IOException, InterruptedException {
        return Ran.in(folder, Distribution.script("supervisord", arguments));
    }

    private Ran ctl(String... arguments) throws IOException, InterruptedException {
        var command =
                Stream.concat(Stream.of("supervisorctl", "-c", "s.conf"), Stream.of(arguments));
        return Ran.in(folder, command.toList());
    }

    private void says(String out, int code, String... arguments) throws Exception {
        var ran = ctl(arguments);
        assertThat(ran.out()).as("%s: %s", List.of(arguments), ran).contains(out);
        assertThat(ran.code()).as("%s", List.of(arguments)).isEqualTo(code);
    }

    @Test
    void supervisorctlControlsItFromItsStartToItsEnd() throws Exception {
        var started = supervisord("-c", "s.conf", "--logfile=the.log", "--pidf", "the.pid");
        assertThat(started.code()).as("%s", started).isZero();
        var pid = Long.parseLong(Files.readString(folder.resolve("the.pid")).strip());
        var daemon = ProcessHandle.of(pid).orElseThrow();

        says("web                              RUNNING   pid ", 0, "status");
        says("web: stopped", 0, "stop", "web");
        says("web                              STOPPED ", 3, "status");
        says("web: started", 0, "start", "web");
        says("web: stopped\nweb: started", 0, "restart", "web");
        says("hello\n", 0, "tail", "web");
        says("web: signalled", 0, "signal", "CONT", "web");
        says("spawned: 'web' with pid ", 0, "maintail");
        says("No config updates to processes", 0, "reread");

        Files.writeString(
                folder.resolve("s.conf"),
                "[program:two]\ncommand=sleep 1000\nstartsecs=0\n",
                StandardOpenOption.APPEND);
        says("two: available", 0, "reread");
        says("two: added process group", 0, "update");
        says("two                              RUNNING", 0, "status", "two");
        says("Restarted supervisord", 0, "reload");
        says("Shut down", 0, "shutdown");
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertThat(folder.resolve("s.sock")).doesNotExist();
        assertThat(folder.resolve("the.pid")).doesNotExist();
    }

    @Test
    void whatADaemonLeavesThatIsKilledTheNextTakesUp() throws Exception {
        assertThat(supervisord("-c", "s.conf", "--pidf", "the.pid").code()).isZero();
        says("web                              RUNNING   pid ", 0, "status");
        var web = ctl("pid", "web").out();
        var daemon = ProcessHandle.of(Long.parseLong(ctl("pid").out().strip())).orElseThrow();

        daemon.destroyForcibly();
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertThat(supervisord("-c", "s.conf", "--pidf", "the.pid").code()).isZero();

        says("web                              RUNNING   pid " + web.strip(), 0, "status");
        says("hello\n", 0, "tail", "web");
        says("adopted: 'web' with pid " + web.strip(), 0, "maintail");
        says("web: stopped", 0, "stop", "web");
        says("web                              STOPPED ", 3, "status");
        says("Shut down", 0, "shutdown");
    }

    @Test
    void printsItsVersionAlone() throws Exception {
        var ran = supervisord("-v");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).matches("[0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
    }

    @Test
    void saysWhatItCannotDoAndExitsWith2() throws Exception {
        assertThat(supervisord("-x").err()).contains("option -x not recognized");
        assertThat(supervisord("-c", "nope").code()).isEqualTo(2);
        var bad = supervisord("-c", "s.conf", "-e", "loud");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("loud", "For help, use ").doesNotContain("\tat ");
    }
}
