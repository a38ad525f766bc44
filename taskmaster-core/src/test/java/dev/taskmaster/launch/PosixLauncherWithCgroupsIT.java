package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.posix.PosixLauncher;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// The launcher that gives each process a cgroup: all else is as without.
class PosixLauncherWithCgroupsIT extends RealLauncherContract {
    @Override
    protected ProcessLauncher newLauncher() {
        return new PosixLauncher(PosixLauncher.Option.CGROUPS);
    }

    /// Where there is a cgroup to enter, the shell that does it finds that out.
    @Test
    @Override
    void saysThatAnInterpreterIsMissing() throws IOException {
        var script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        var observed = launch(program(List.of(script.toString())));
        if (observed.isStarted()) {
            observed.status();
        }
        assertThat(observed.reason()).contains(script.toString());
    }
}
