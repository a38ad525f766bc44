package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.server.host.ConfigInfo;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.server.host.Groups.Result;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class SupervisordGroupsTest {
    private static final String DAEMON = "[supervisord]\nnodaemon=true\nchildlogdir=%(here)s\n";
    private static final String WEB = program("web", "sleep", 10);
    private static final String DB = program("db", "sleep", 5);

    @TempDir private Path folder;

    private final FakeLauncher launcher = new FakeLauncher();
    private final List<String> stops = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor =
            Supervisor.builder()
                    .launcher(launcher)
                    .listener(
                            event -> {
                                if (event instanceof SupervisorEvent.Stopping stopping) {
                                    stops.add(stopping.name().toString());
                                }
                            })
                    .build();
    private final ListenerPools pools =
            new ListenerPools("supervisor", supervisor::write, (_, _) -> {});
    private SupervisordGroups groups;

    private static String program(String name, String command, int priority) {
        return """
        [program:%s]
        command=%s
        startsecs=0
        priority=%d
        stdout_logfile=NONE
        stderr_logfile=NONE
        """
                .formatted(name, command, priority);
    }

    @BeforeEach
    void listen() {
        supervisor.listen(pools);
    }

    @AfterEach
    void close() {
        supervisor.close();
        pools.close();
    }

    private void write(String... sections) throws IOException {
        Files.writeString(folder.resolve("supervisord.conf"), DAEMON + String.join("", sections));
    }

    private void start(String... sections) throws IOException {
        write(sections);
        var file = SupervisordFile.at(folder.resolve("supervisord.conf"));
        groups = new SupervisordGroups(supervisor, file::load, file.load(), pools);
        groups.start().join();
        Await.until(() -> supervisor.status().stream().allMatch(s -> s.pid() > 0));
    }

    private List<String> supervised() {
        return supervisor.status().stream().map(s -> s.name() + " " + s.state()).toList();
    }

    private long pid(String name) {
        return supervisor.status(name).orElseThrow().pid();
    }

    @Test
    void startsAllGroupsOfTheFile() throws Exception {
        start(WEB, DB);
        assertThat(groups.names()).containsExactly("db", "web");
        assertThat(supervised()).containsExactly("db RUNNING", "web RUNNING");
    }

    @Test
    void createsTheAutoLogsOfAllProcessesWhenItStarts() throws Exception {
        start("[program:web]\ncommand=cat\nstartsecs=0\nstderr_logfile=NONE\n");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".log")))
                    .singleElement()
                    .satisfies(
                            log -> {
                                assertThat(log.getFileName().toString())
                                        .startsWith("web-stdout---supervisor-");
                                assertThat(Files.getPosixFilePermissions(log))
                                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                            });
        }
    }

    @Test
    void deletesTheAutoLogsOfEarlierDaemonsWhenItStarts() throws Exception {
        var old = Files.createFile(folder.resolve("web-stdout---supervisor-abc.log.1"));
        var others = Files.createFile(folder.resolve("web-stdout---other-abc.log"));
        start(WEB);
        assertThat(old).doesNotExist();
        assertThat(others).exists();
    }

    @Test
    void rereadTellsWhatChangedAndChangesNothing() throws Exception {
        start(WEB, DB);
        var pid = pid("web");
        write(program("web", "cat", 10), program("new", "sleep", 1));
        assertThat(groups.reread())
                .isEqualTo(new Groups.Changes(List.of("new"), List.of("web"), List.of("db")));
        assertThat(groups.names()).containsExactly("db", "web");
        assertThat(pid("web")).isEqualTo(pid);

        supervisor.restart("web").join();
        assertThat(launcher.process("web").request().spec().cmd())
                .as("a known group keeps its old command")
                .containsExactly("sleep");
    }

    @Test
    void aFileWithAnErrorIsRefusedAndTheOneBeforeStays() throws Exception {
        start(WEB);
        write("[program:web]\n");
        assertThatThrownBy(groups::reread).isInstanceOf(ConfigException.class);
        assertThat(groups.config().groups()).hasSize(1);
    }

    @Test
    void addsAGroupOfTheFileAsItWasReadLast() throws Exception {
        start(WEB);
        write(WEB, DB);
        assertThat(groups.add("db")).isEqualTo(Result.NO_SUCH_GROUP);
        groups.reread();
        var pid = pid("web");
        assertThat(groups.add("db")).isEqualTo(Result.DONE);
        assertThat(groups.add("db")).isEqualTo(Result.ALREADY_ADDED);
        Await.until(() -> supervised().equals(List.of("db RUNNING", "web RUNNING")));
        assertThat(pid("web")).as("nothing else is touched").isEqualTo(pid);
        assertThat(groups.reread()).isEqualTo(new Groups.Changes(List.of(), List.of(), List.of()));
    }

    @Test
    void removesAGroupThatIsDown() throws Exception {
        start(WEB, DB);
        assertThat(groups.remove("web")).isEqualTo(Result.STILL_RUNNING);
        supervisor.stop("web").join();
        assertThat(groups.remove("web")).isEqualTo(Result.DONE);
        assertThat(groups.remove("web")).isEqualTo(Result.NO_SUCH_GROUP);
        assertThat(supervised()).containsExactly("db RUNNING");
        assertThat(groups.names()).containsExactly("db");
    }

    @Test
    void updatesAChangedGroupAsSupervisorctlDoes() throws Exception {
        start(WEB, DB);
        write(program("web", "cat", 10), DB);
        groups.reread();
        supervisor.stop("web:*").join();
        groups.remove("web");
        groups.add("web");
        Await.until(() -> supervised().equals(List.of("db RUNNING", "web RUNNING")));
        assertThat(launcher.process("web").request().spec().cmd()).containsExactly("cat");
    }

    @Test
    void updateStartsWhatChangedAnewAndLeavesTheRestAlone() throws Exception {
        start(WEB, DB, program("old", "sleep", 1));
        var pid = pid("db");
        write(program("web", "cat", 10), DB, program("new", "sleep", 1));
        assertThat(groups.update())
                .hasToString("1 added (new), 1 removed (old), 1 replaced (web), 1 unchanged");
        Await.until(() -> supervised().equals(List.of("db RUNNING", "new RUNNING", "web RUNNING")));
        assertThat(pid("db")).isEqualTo(pid);
        assertThat(launcher.process("web").request().spec().cmd()).containsExactly("cat");
    }

    @Test
    void describesWhatTheFileSaysWhetherItIsSupervisedOrNot() throws Exception {
        start(WEB);
        write(WEB, "[program:new]\ncommand=cat /etc/motd\nstdout_capture_maxbytes=1KB\n");
        groups.reread();
        var infos = groups.configured();
        assertThat(infos).extracting(ConfigInfo::name).containsExactly("web", "new");
        assertThat(infos).extracting(ConfigInfo::inUse).containsExactly(true, false);
        var info = infos.getLast();
        assertThat(info.command()).isEqualTo("cat /etc/motd");
        assertThat(info.startSecs()).isEqualTo(1);
        assertThat(info.stdout().logfile()).contains("auto");
        assertThat(info.stdout().captureMaxBytes()).isEqualTo(1024);
        assertThat(info.stdout().maxBytes()).isEqualTo(50L << 20);
        groups.add("new");
        assertThat(groups.configured().getLast().stdout().logfile().orElseThrow())
                .contains("new-stdout---supervisor-");
    }

    @Test
    void anEmptyGroupIsAddedAndRemovedToo() throws Exception {
        start(WEB, "[group:none]\nprograms=\n");
        assertThat(groups.names()).contains("none");
        assertThat(groups.remove("none")).isEqualTo(Result.DONE);
        assertThat(groups.add("none")).isEqualTo(Result.DONE);
    }

    @Test
    void restartStopsGroupAfterGroupAndStartsWhatTheFileSaysNow() throws Exception {
        start(WEB, DB);
        var pid = pid("web");
        write(WEB, program("new", "sleep", 1));
        groups.restart().join();
        // Listeners are told a moment later.
        Await.until(() -> stops.size() == 2);
        assertThat(stops).containsExactly("web", "db");
        assertThat(groups.isRestarting()).isFalse();
        assertThat(groups.names()).containsExactly("new", "web");
        Await.until(() -> supervised().equals(List.of("new RUNNING", "web RUNNING")));
        assertThat(pid("web")).as("a new process").isNotEqualTo(pid);
    }

    @Test
    void restartWithAnErrorInTheFileChangesNothing() throws Exception {
        start(WEB);
        var pid = pid("web");
        write("[program:web]\n");
        assertThatThrownBy(groups::restart).isInstanceOf(ConfigException.class);
        assertThat(groups.isRestarting()).isFalse();
        assertThat(pid("web")).isEqualTo(pid);
        assertThat(supervisor.status("web").orElseThrow().state()).isEqualTo(ProcessState.RUNNING);
    }
}
