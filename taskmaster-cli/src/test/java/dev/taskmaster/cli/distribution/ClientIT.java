package dev.taskmaster.cli.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.json.Json;
import dev.taskmaster.cli.json.Numeral;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A daemon in the background, and the commands that scripts and people give it.
class ClientIT {
    @TempDir private Path folder;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                folder.resolve("taskmaster.yml"),
                """
                taskmaster: { statedir: state, socket: sockets/t.sock, logfile: t.log }
                programs:
                  web: { cmd: "sh -c 'echo hello; exec sleep 1000'", starttime: 0, stdout: web.log }
                  lazy: { cmd: sleep 1000, starttime: 0, autostart: false }
                """);
    }

    @AfterEach
    void endTheDaemon() throws Exception {
        var pid = run("pid");
        if (pid.code() == 0) {
            run("shutdown");
        }
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        return Ran.in(folder, Distribution.command(arguments));
    }

    private Ran done(String... arguments) throws IOException, InterruptedException {
        var ran = run(arguments);
        assertThat(ran.code()).as("%s: %s", List.of(arguments), ran).isZero();
        return ran;
    }

    @Test
    void aDaemonIsControlledFromElsewhereUntilItIsShutDown() throws Exception {
        assertThat(run("status").code()).as("no daemon yet").isEqualTo(4);
        done("daemon");
        assertThat(Files.getPosixFilePermissions(folder.resolve("sockets/t.sock")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("sockets")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        var status = run("status", "--json");
        assertThat(status.code()).as("lazy is down").isEqualTo(3);
        var processes = new ArrayList<>(Json.array(Json.parse(status.out())));
        assertThat(Json.object(processes.getFirst()).map())
                .containsEntry("name", "lazy")
                .containsEntry("state", "STOPPED")
                .containsEntry("pid", new Numeral("0"));

        assertThat(done("start", "lazy").out()).isEqualTo("lazy: started\n");
        assertThat(done("status").out()).contains("lazy  RUNNING", "web   RUNNING");
        assertThat(done("tail", "-n", "1", "web").out()).isEqualTo("hello\n");
        assertThat(done("events", "-n", "5").out()).contains("lazy is running");
        assertThat(done("log", "-n", "50").out()).contains("taskmaster is up");
        assertThat(done("stop", "--json", "lazy").out()).contains("\"result\":\"done\"");
        assertThat(done("reload").out()).contains("nothing changed");
        assertThat(run("stop", "lzay").code()).isEqualTo(1);

        var again = run("daemon");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).startsWith("taskmaster: ").contains("supervised already, by pid");

        var daemon = ProcessHandle.of(Long.parseLong(done("pid").out().strip())).orElseThrow();
        done("shutdown");
        assertThat(run("status").code()).as("it is gone").isEqualTo(4);
        assertThat(folder.resolve("sockets/t.sock")).doesNotExist();
        daemon.onExit().get(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void aDaemonThatCannotStartSaysWhy() throws Exception {
        Files.writeString(folder.resolve("sockets"), "in the way");
        var ran = run("daemon");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot listen for clients").doesNotContain("\tat ");
        assertThat(folder.resolve("web.log")).as("nothing was started").doesNotExist();
    }

    @Test
    void aReloadOfAFileWithMistakesTellsThem() throws Exception {
        done("daemon");
        var socket = "unix://" + folder.resolve("sockets/t.sock");
        Files.writeString(folder.resolve("taskmaster.yml"), "programs: { web: { cmd: [] } }\n");
        var ran = run("reload", "--server", socket);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("taskmaster.yml:1:", "web.cmd");
        assertThat(done("shutdown", "--server", socket).err()).isEmpty();
    }
}
