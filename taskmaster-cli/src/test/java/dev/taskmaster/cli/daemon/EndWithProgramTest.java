package dev.taskmaster.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.testing.Processes;
import dev.taskmaster.config.ExitOn;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// With which exit code the supervisor ends, and when it does.
class EndWithProgramTest {
    private static final ProcessName WEB = ProcessName.of("web");
    private static final ExitOn DONE =
            new ExitOn(List.of("web"), Set.of(ProcessState.EXITED, ProcessState.FATAL));

    private final List<Integer> ends = new ArrayList<>();

    private static ProcessStatus status(String name, ProcessState state, ExitStatus exit) {
        var p = Processes.process(name, state);
        return new ProcessStatus(
                p.name(),
                p.program(),
                p.state(),
                p.pid(),
                p.started(),
                p.stopped(),
                Optional.ofNullable(exit),
                p.reason(),
                p.tries(),
                p.nextStart(),
                p.stdout(),
                p.stderr());
    }

    private List<Integer> after(SupervisorEvent event, ProcessStatus now) {
        new EndWithProgram(DONE, _ -> Optional.of(now), ends::add).on(event);
        return ends;
    }

    private static SupervisorEvent exited(ExitStatus exit) {
        return new SupervisorEvent.Exited(
                Instant.EPOCH, WEB, ProcessState.RUNNING, 42, exit, false);
    }

    private static SupervisorEvent fatal() {
        return new SupervisorEvent.Fatal(Instant.EPOCH, WEB, ProcessState.BACKOFF, "no such file");
    }

    @Test
    void endsWithTheCodeOfTheProgram() {
        var code = new ExitStatus.Code(3);
        assertThat(after(exited(code), status("web", ProcessState.EXITED, code)))
                .containsExactly(3);
    }

    @Test
    void aSignalCountsAsInAShell() {
        var killed = new ExitStatus.Signalled(Signal.KILL, false);
        assertThat(after(exited(killed), status("web", ProcessState.EXITED, killed)))
                .containsExactly(137);
    }

    @Test
    void givingUpIsNoSuccess() {
        assertThat(after(fatal(), status("web", ProcessState.FATAL, null))).containsExactly(1);
        ends.clear();
        assertThat(after(fatal(), status("web", ProcessState.FATAL, new ExitStatus.Code(0))))
                .containsExactly(1);
        ends.clear();
        assertThat(after(fatal(), status("web", ProcessState.FATAL, new ExitStatus.Code(7))))
                .containsExactly(7);
    }

    @Test
    void goesOnWhileTheProgramIsStartedAgain() {
        var code = new ExitStatus.Code(3);
        assertThat(after(exited(code), status("web", ProcessState.STARTING, code))).isEmpty();
    }

    @Test
    void goesOnWhenAnotherProgramEnds() {
        var code = new ExitStatus.Code(3);
        assertThat(after(exited(code), status("db", ProcessState.EXITED, code))).isEmpty();
    }

    @Test
    void goesOnInOtherStates() {
        var stopped = new SupervisorEvent.Stopped(Instant.EPOCH, WEB, ProcessState.STOPPING, 42);
        assertThat(after(stopped, status("web", ProcessState.STOPPED, null))).isEmpty();
    }
}
