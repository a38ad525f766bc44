package dev.taskmaster.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the shell asks for, with a real supervisor and real processes behind it.
class LocalControlIT {
    private static final ProcessName ECHO = ProcessName.of("echo");

    private final RecentEvents events = new RecentEvents(100);
    private final Supervisor supervisor = Supervisor.builder().listener(events).build();

    @TempDir private Path folder;

    private ConfigFile file;
    private LocalControl control;

    @BeforeEach
    void configure() throws IOException {
        file = ConfigFile.at(folder.resolve("t.yml"));
        Files.writeString(
                file.path(),
                """
                taskmaster: { statedir: state }
                programs:
                  echo:
                    cmd: sh -c 'echo hello; exec sleep 1000'
                    starttime: 0
                    autostart: false
                    stdout: echo.log
                    stderr: none
                  worker: { cmd: sleep 1000, numprocs: 2, starttime: 0, autostart: false }
                """);
        control =
                new LocalControl(
                        supervisor,
                        file,
                        () -> supervisor.reload(file).join(),
                        events,
                        supervisor::shutdown,
                        Optional.empty());
        supervisor.apply(file.load()).join();
    }

    @AfterEach
    void stopEverything() {
        supervisor.close();
    }

    @Test
    void startsSignalsAndStops() throws InterruptedException {
        assertThat(control.start(List.of("echo", "wbe")))
                .extracting(Outcome::name, Outcome::result)
                .containsExactly(
                        Tuple.tuple("echo", Result.DONE),
                        Tuple.tuple("wbe", Result.NO_SUCH_PROCESS));
        assertThat(control.status())
                .filteredOn(process -> process.name().equals(ECHO))
                .singleElement()
                .satisfies(process -> assertThat(process.state()).isEqualTo(ProcessState.RUNNING));
        assertThat(control.signal(Signal.CONT, List.of("echo"))).allMatch(Outcome::isDone);
        assertThat(control.restart(List.of("echo"))).allMatch(Outcome::isDone);
        assertThat(control.stop(List.of("echo"))).allMatch(Outcome::isDone);
        assertThat(control.stop(List.of("echo")))
                .extracting(Outcome::result)
                .containsExactly(Result.NOT_RUNNING);
    }

    @Test
    void followsALog() throws Exception {
        assertThat(control.tail(ECHO, Channel.STDOUT, 100)).as("not written yet").isEmpty();
        var read = new LinkedBlockingQueue<String>();
        try (var _ =
                control.follow(
                        ECHO,
                        Channel.STDOUT,
                        100,
                        bytes -> read.add(UTF_8.decode(bytes).toString()))) {
            control.start(List.of("echo"));
            assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo("hello\n");
        }
        assertThat(control.tail(ECHO, Channel.STDOUT, 3)).asString(UTF_8).isEqualTo("lo\n");
    }

    @Test
    void saysWhyThereIsNoLog() {
        assertThatThrownBy(() -> control.tail(ECHO, Channel.STDERR, 10))
                .isInstanceOf(IOException.class)
                .hasMessage("echo: its stderr goes to no file; set 'stderr' in the configuration");
        assertThatThrownBy(() -> control.tail(ProcessName.of("wbe"), Channel.STDERR, 10))
                .hasMessage("no such process: wbe");
    }

    @Test
    void reloadsAndChecksTheFile() throws Exception {
        assertThat(control.reload().isEmpty()).isTrue();
        assertThat(control.check()).isEqualTo(new Control.Checked(2, 3));
        Files.writeString(
                file.path(), Files.readString(file.path()).replace("numprocs: 2", "numprocs: 3"));
        assertThat(control.reload().added()).containsExactly(ProcessName.parse("worker:worker_02"));
        Files.writeString(file.path(), "programs: []");
        assertThatThrownBy(control::check).isInstanceOf(ConfigException.class);
        assertThatThrownBy(control::reload).isInstanceOf(ConfigException.class);
        assertThat(control.status()).hasSize(4);
    }

    @Test
    void isToldWhatHappens() throws Exception {
        var heard = new LinkedBlockingQueue<Object>();
        try (var _ = control.events(0, heard::add)) {
            control.start(List.of("echo"));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).asString().contains("echo");
        }
    }
}
