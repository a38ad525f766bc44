package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.launch.RealLauncherContract;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// The launcher in a container that refuses `unshare`: a shell sets the umask then.
class PosixLauncherWithoutUnshareIT extends RealLauncherContract {
    @Override
    protected ProcessLauncher newLauncher() {
        return new PosixLauncher(PosixLauncher.Option.SHARED_UMASK);
    }

    @Test
    void saysWhenTheShellCannotExecuteTheProgram() throws IOException {
        var script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        var observed = launch(program(List.of(script.toString())).umask(027));
        assertThat(observed.status()).isInstanceOf(ExitStatus.Code.class);
        assertThat(observed.reason())
                .startsWith("cannot execute '" + script + "' (sh: exit status");
    }

    @Test
    void takesAShellsOwnEndForWhatItIs() {
        var observed = launch(program(sh("exit 127")).umask(027));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(127));
        assertThat(observed.reason()).isEmpty();
        assertThat(output(program(List.of("sh", "-c", "echo $0")).umask(027))).endsWith("/sh\n");
    }
}
