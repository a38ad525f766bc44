package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.testing.FakeLauncher;
import dev.taskmaster.testing.FakeProcess;

import org.junit.jupiter.api.Test;

import java.util.List;

class FakeLauncherTest extends ProcessLauncherContract {
    private final FakeLauncher fake = new FakeLauncher();

    @Override
    protected ProcessLauncher newLauncher() {
        return fake;
    }

    @Override
    protected List<String> exit(int code) {
        return List.of("exit", Integer.toString(code));
    }

    @Override
    protected List<String> sleep() {
        return List.of("sleep");
    }

    @Override
    protected List<String> print(String out, String err) {
        return List.of("print", out, ";", "complain", err);
    }

    @Override
    protected List<String> cat() {
        return List.of("cat");
    }

    @Override
    protected List<String> ignore(Signal signal) {
        return List.of("ignore", signal.name(), ";", "print", "ready", ";", "sleep");
    }

    @Override
    protected void aSecondPasses() {
        fake.retryOutput();
    }

    @Test
    void aTestEndsItsProcesses() {
        var first = launch(sleep());
        fake.process("web").exit(3);
        var second = launch(sleep());
        fake.process("web").killedBy(Signal.KILL);
        assertThat(first.status()).isEqualTo(new ExitStatus.Code(3));
        assertThat(second.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
        assertThat(fake.processes()).extracting(FakeProcess::isAlive).containsExactly(false, false);
    }

    @Test
    void remembersRequestsAndSignals() {
        var observed = launch(ignore(Signal.TERM));
        observed.process().signal(Signal.TERM, Target.GROUP);
        observed.process().signal(Signal.KILL, Target.PROCESS);
        launch(List.of("nonsense"));
        assertThat(fake.process("web").signals())
                .containsExactly(
                        new FakeProcess.Sent(Signal.TERM, Target.GROUP),
                        new FakeProcess.Sent(Signal.KILL, Target.PROCESS));
        assertThat(fake.requests())
                .extracting(request -> request.spec().cmd().getFirst())
                .containsExactly("ignore", "nonsense");
    }

    @Test
    void holdsLaunchesUntilReleased() {
        fake.holdLaunches();
        var observed = launch(exit(3));
        assertThat(observed.told()).isEmpty();
        fake.releaseLaunches();
        assertThat(observed.told()).containsExactly("started", "exited");
    }

    @Test
    void crashes() {
        assertThat(launch(List.of("crash", "SEGV")).status())
                .isEqualTo(new ExitStatus.Signalled(new Signal(11), false));
    }
}
