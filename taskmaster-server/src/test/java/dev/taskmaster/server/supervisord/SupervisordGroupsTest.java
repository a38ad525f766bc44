package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.config.supervisord.GroupChanges;
import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.server.supervisord.SupervisordGroups.Result;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class SupervisordGroupsTest {
    private static final String DAEMON = "[supervisord]\nnodaemon=true\n";
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

    private List<String> active() {
        return groups.active().stream().map(GroupConfig::name).toList();
    }

    private long pid(String name) {
        return supervisor.status(name).orElseThrow().pid();
    }

    @Test
    void startsAllGroupsOfTheFile() throws IOException {
        start(WEB, DB);
        assertThat(active()).containsExactly("db", "web");
        assertThat(supervised()).containsExactly("db RUNNING", "web RUNNING");
    }

    @Test
    void rereadTellsWhatChangedAndChangesNothing() throws IOException {
        start(WEB, DB);
        var pid = pid("web");
        write(program("web", "cat", 10), program("new", "sleep", 1));
        assertThat(groups.reread())
                .isEqualTo(new GroupChanges(List.of("new"), List.of("web"), List.of("db")));
        assertThat(active()).containsExactly("db", "web");
        assertThat(pid("web")).isEqualTo(pid);

        supervisor.restart("web").join();
        assertThat(launcher.process("web").request().spec().cmd())
                .as("a known group keeps its old command")
                .containsExactly("sleep");
    }

    @Test
    void aFileWithAnErrorIsRefusedAndTheOneBeforeStays() throws IOException {
        start(WEB);
        write("[program:web]\n");
        assertThatThrownBy(groups::reread).isInstanceOf(ConfigException.class);
        assertThat(groups.config().groups()).hasSize(1);
    }

    @Test
    void addsAGroupOfTheFileAsItWasReadLast() throws IOException {
        start(WEB);
        write(WEB, DB);
        assertThat(groups.add("db").join()).isEqualTo(Result.BAD_NAME);
        groups.reread();
        var pid = pid("web");
        assertThat(groups.add("db").join()).isEqualTo(Result.DONE);
        assertThat(groups.add("db").join()).isEqualTo(Result.ALREADY_ADDED);
        Await.until(() -> supervised().equals(List.of("db RUNNING", "web RUNNING")));
        assertThat(pid("web")).as("nothing else is touched").isEqualTo(pid);
        assertThat(groups.reread().isEmpty()).isTrue();
    }

    @Test
    void removesAGroupThatIsDown() throws IOException {
        start(WEB, DB);
        assertThat(groups.remove("web").join()).isEqualTo(Result.STILL_RUNNING);
        supervisor.stop("web").join();
        assertThat(groups.remove("web").join()).isEqualTo(Result.DONE);
        assertThat(groups.remove("web").join()).isEqualTo(Result.BAD_NAME);
        assertThat(supervised()).containsExactly("db RUNNING");
        assertThat(active()).containsExactly("db");
    }

    @Test
    void updatesAChangedGroupAsSupervisorctlDoes() throws IOException {
        start(WEB, DB);
        write(program("web", "cat", 10), DB);
        groups.reread();
        supervisor.stop("web:*").join();
        groups.remove("web").join();
        groups.add("web").join();
        Await.until(() -> supervised().equals(List.of("db RUNNING", "web RUNNING")));
        assertThat(launcher.process("web").request().spec().cmd()).containsExactly("cat");
    }

    @Test
    void anEmptyGroupIsAddedAndRemovedToo() throws IOException {
        start(WEB, "[group:none]\nprograms=\n");
        assertThat(active()).contains("none");
        assertThat(groups.remove("none").join()).isEqualTo(Result.DONE);
        assertThat(groups.add("none").join()).isEqualTo(Result.DONE);
    }

    @Test
    void restartStopsGroupAfterGroupAndStartsWhatTheFileSaysNow() throws IOException {
        start(WEB, DB);
        var pid = pid("web");
        write(WEB, program("new", "sleep", 1));
        groups.restart().join();
        assertThat(stops).containsExactly("web", "db");
        assertThat(groups.isRestarting()).isFalse();
        assertThat(active()).containsExactly("new", "web");
        Await.until(() -> supervised().equals(List.of("new RUNNING", "web RUNNING")));
        assertThat(pid("web")).as("a new process").isNotEqualTo(pid);
    }

    @Test
    void restartWithAnErrorInTheFileChangesNothing() throws IOException {
        start(WEB);
        var pid = pid("web");
        write("[program:web]\n");
        assertThatThrownBy(groups::restart).isInstanceOf(ConfigException.class);
        assertThat(groups.isRestarting()).isFalse();
        assertThat(pid("web")).isEqualTo(pid);
        assertThat(supervisor.status("web").orElseThrow().state()).isEqualTo(ProcessState.RUNNING);
    }
}
