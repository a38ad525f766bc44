package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.jdk.JdkLauncher;

import org.junit.jupiter.api.Test;

class JdkLauncherIT extends RealLauncherContract {
    @Override
    protected ProcessLauncher newLauncher() {
        return new JdkLauncher();
    }

    @Test
    void declaresWhatItCanDo() {
        assertThat(launcher.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.ANY_SIGNAL, Capability.UMASK, Capability.NATIVE);
    }
}
