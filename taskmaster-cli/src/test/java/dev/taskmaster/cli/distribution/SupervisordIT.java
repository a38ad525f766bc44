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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// `bin/supervisord` with a supervisord.conf, controlled by the real supervisorctl.
class SupervisordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    private void append(String text) throws IOException {
        Files.writeString(folder.resolve("s.conf"), text, StandardOpenOption.APPEND);
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private long pid() throws IOException {
        return Long.parseLong(read("supervisord.pid").strip());
    }

    private void starts(String... command) throws Exception {
        var ran = Ran.in(folder, List.of(command));
        assertThat(ran.code()).as("%s", ran).isZero();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static String supervisordScript() {
        return Distribution.script("supervisord").getFirst();
    }

    @Test
    void programsHaveTheLimitThatItWasStartedWith() throws Exception {
        append(
                """
                [program:limits]
                command=sh -c 'ulimit -S -n; ulimit -H -n'
                startsecs=0
                autorestart=false
                """);
        var start = "ulimit -S -n 1100; ulimit -H -n 1300; exec \"$@\"";
        starts("sh", "-c", start, "sh", supervisordScript(), "-c", "s.conf");
        until(() -> ctl("tail", "limits").out().equals("1100\n1300\n\n"));
        var own = Files.readString(Path.of("/proc/" + pid() + "/limits"));
        assertThat(own).containsPattern("Max open files +1300 +1300 ");
    }

    @Test
    void raisesLimitsToWhatIsWanted() throws Exception {
        append(
                """
                [program:limits]
                command=sh -c 'ulimit -S -n; ulimit -H -n'
                startsecs=0
                autorestart=false
                """);
        var start = "ulimit -S -n 1100; ulimit -H -n 1300; exec \"$@\"";
        starts("sh", "-c", start, "sh", supervisordScript(), "-c", "s.conf", "--minfds=1200");
        until(() -> ctl("tail", "limits").out().equals("1200\n1300\n\n"));
        assertThat(read("supervisord.log"))
                .contains("INFO Increased RLIMIT_NOFILE limit to 1200\n");
    }

    @Test
    void endsIfALimitCannotBeRaised() throws Exception {
        var ran = supervisord("-n", "-c", "s.conf", "--minfds=2000000000");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith(
                        "Error: The minimum number of file descriptors required to run this"
                                + " process is 2000000000 as per the \"minfds\" command-line"
                                + " argument or config file setting.");
    }

    @Test
    void opensAllLogsAnewOnUsr2() throws Exception {
        append("[program:cat]\ncommand=cat\nstdout_logfile=%(here)s/cat.log\n");
        starts(supervisordScript(), "-c", "s.conf");
        Files.move(folder.resolve("cat.log"), folder.resolve("cat.old"));
        Files.move(folder.resolve("supervisord.log"), folder.resolve("main.old"));
        starts("kill", "-USR2", "" + pid());
        until(
                () ->
                        Files.exists(folder.resolve("cat.log"))
                                && Files.exists(folder.resolve("supervisord.log")));
        assertThat(read("main.old"))
                .contains(
                        " INFO received SIGUSR2 indicating log reopen request\n",
                        " INFO supervisord logreopen\n");
    }

    @Test
    void endsOnTermAndSaysWhatItWaitsFor() throws Exception {
        append(
                """
                [program:stubborn]
                command=sh -c 'trap "" TERM; sleep 1000 & wait; sleep 1000'
                startsecs=0
                stopwaitsecs=4
                killasgroup=true
                """);
        starts(supervisordScript(), "-c", "s.conf");
        var daemon = ProcessHandle.of(pid()).orElseThrow();
        starts("kill", "-TERM", "" + pid());
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertThat(read("supervisord.log"))
                .contains(
                        " WARN received SIGTERM indicating exit request\n",
                        " INFO waiting for stubborn, web to die\n",
                        " INFO waiting for stubborn to die\n");
    }

    @Test
    void startsProgramsInTheDirectoryOfTheDaemon() throws Exception {
        append("[program:where]\ncommand=pwd\nstartsecs=0\nautorestart=false\n");
        starts(supervisordScript(), "-c", "s.conf", "-d", "/usr");
        until(() -> ctl("tail", "where").out().equals("/usr\n\n"));
        assertThat(Path.of("/proc/" + pid() + "/cwd").toRealPath()).isEqualTo(Path.of("/usr"));
    }

    @Test
    void becomesTheUserThatItIsToRunAs() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        append("[program:who]\ncommand=id -un\nstartsecs=0\nautorestart=false\n");
        if (System.getProperty("user.name").equals("root")) {
            for (var how : List.of(List.of("-n"), List.<String>of())) {
                var command = new ArrayList<>(Distribution.script("supervisord", "-c", "s.conf"));
                command.addAll(List.of("-u", "nobody", "-s"));
                command.addAll(how);
                var started =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("out").toFile())
                                .start();
                until(() -> ctl("tail", "who").out().equals("nobody\n\n"));
                var daemon = ProcessHandle.of(pid()).orElseThrow();
                assertThat(daemon.info().user()).contains("nobody");
                assertThat(daemon.pid() == started.pid()).isEqualTo(how.contains("-n"));
                ctl("shutdown");
                daemon.onExit().get(30, TimeUnit.SECONDS);
            }
        } else {
            var ran = supervisord("-n", "-c", "s.conf", "-u", "root");
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).startsWith("Error: Can't drop privilege as nonroot user\n");
        }
    }

    @Test
    void checkWarnsOfWhatCanBeUsedButIsProbablyWrong() throws Exception {
        append("[program:late]\ncommand=sleep 1000\nstartsec=3\n");
        var ran = Ran.in(folder, Distribution.command("check", "-c", "s.conf"));
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("s.conf: valid: ");
        assertThat(ran.err())
                .startsWith("warning: ")
                .contains("[program:late] startsec: ", "did you mean 'startsecs'?");
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
