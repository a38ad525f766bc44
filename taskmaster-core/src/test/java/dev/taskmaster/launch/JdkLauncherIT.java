package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.jdk.JdkLauncher;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.Test;

import java.util.Map;

class JdkLauncherIT extends RealLauncherContract {
    @Override
    protected ProcessLauncher newLauncher() {
        return new JdkLauncher();
    }

    /// The JDK says the same of both.
    @Test
    void takesTheExitCodeThatStandsForASignalForThatSignal() {
        assertThat(launch(exit(143)).status())
                .isEqualTo(new ExitStatus.Signalled(Signal.TERM, false));
    }

    @Test
    void anEnvironmentThatTheJdkRefusesIsAFailure() {
        var observed = new Observed();
        var request = Launch.of("true").isolated(Isolation.NONE).inheriting(Map.of("A", "b\0c"));
        launcher.launch(request.request("a"), observed);
        assertThat(observed.failure()).contains("cannot spawn");
    }

    @Test
    void declaresWhatItCanDo() {
        assertThat(launcher.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.ANY_SIGNAL, Capability.UMASK, Capability.NATIVE);
    }
}
