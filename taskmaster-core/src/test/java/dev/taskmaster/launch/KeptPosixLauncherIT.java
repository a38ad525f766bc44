package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Linux launcher where all it launches is kept for a later supervisor: everything is as
/// without, except that the pipes have names.
class KeptPosixLauncherIT extends PosixLauncherIT {
    private int launches;

    @Override
    protected Launch adapted(Launch launch) {
        return launch.keep(folder.resolve("kept-" + launches++));
    }

    /// Some tests leave processes alone, whose pipes are kept then; another launcher sees to that.
    @AfterEach
    @Override
    void closeLauncher() throws IOException {
        super.closeLauncher();
        try (var files = Files.newDirectoryStream(folder, KeptPosixLauncherIT::isPipe)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        var nothing = new Observed();
        try (var last = newLauncher()) {
            last.adopt(program(exit(0)).keep(folder.resolve("kept")).request("web"), "", nothing);
            assertThat(nothing.failure()).startsWith("there is no process of");
        }
        assertThat(keepers()).isEmpty();
    }

    private List<Path> keepers() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("keeper-"))
                    .toList();
        }
    }

    @Test
    void pipesAreKeptByOneProcessForMany() throws IOException {
        var all = Stream.generate(() -> launch(sleep())).limit(8).toList();
        all.forEach(Observed::process);
        assertThat(keepers()).hasSize(1);
        launch(sleep()).process();
        assertThat(keepers()).hasSize(2);
    }

    private static boolean isPipe(Path path) {
        return path.getFileName().toString().matches("kept-\\d+\\.(out|err)");
    }

    private long pipes() {
        try (var files = Files.list(folder)) {
            return files.filter(KeptPosixLauncherIT::isPipe).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    @Test
    protected void givesExactlyTheEnvironmentOfTheRequest() {
        var environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "A", "1"));
        var lines = output(program(List.of("env")).inheriting(environment)).lines();
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin", "A=1", "TASKMASTER_KEEP=" + folder + "/kept-0");
    }

    @Test
    void itsPipesAreForItsOwnUserAndGoWithItsEnd() throws IOException {
        var observed = launch(program(cat()).stdin(new Stdin.Pipe()));
        var process = observed.process();
        assertThat(pipes()).isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(KeptPosixLauncherIT::isPipe))
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    PosixFilePermissions.toString(
                                                            Files.getPosixFilePermissions(file)))
                                            .isEqualTo("rw-------"));
        }
        process.signal(Signal.KILL, RunningProcess.Target.PROCESS);
        observed.status();
        await("pipes removed", () -> pipes() == 0);
    }

    @Test
    void leavesNoPipesOfWhatCouldNotBeStarted() throws IOException {
        var script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        assertThat(launch(program(List.of(script.toString()))).failure()).contains("interpreter");
        assertThat(pipes()).isZero();
    }

    @Test
    void tellsATrace() {
        var process = launch(sleep()).process();
        assertThat(process.trace())
                .matches("pid=" + process.pid() + " start=\\d+ boot=[-0-9a-f]{36} inode=\\d+")
                .isEqualTo(process.trace());
    }

    @Test
    void anotherLauncherTakesUpWhatThisOneLeaves() throws IOException {
        var out = new Collected();
        var script = "echo before; while [ ! -e go ]; do sleep 0.01; done; echo after; exit 7";
        var launch = program(sh(script)).in(folder).stdout(out).keep(folder.resolve("kept-x"));
        var first = new Observed();
        launcher.launch(launch.request("web"), first);
        var trace = first.process().trace();
        await("before", () -> out.text().equals("before\n"));
        launcher.close();
        assertThat(out.closes()).isEqualTo(1);

        launcher = newLauncher();
        var later = new Collected();
        var second = new Observed();
        launcher.adopt(launch.stdout(later).request("web"), trace, second);
        assertThat(second.process().pid()).isEqualTo(first.process().pid());
        assertThat(second.process().trace()).isEqualTo(trace);
        Files.createFile(folder.resolve("go"));
        assertThat(second.status()).isEqualTo(new ExitStatus.Code(7));
        assertThat(later.text()).isEqualTo("after\n");
        assertThat(second.told()).containsExactly("started", "exited");
        second.process().release();
        assertThat(Path.of("/proc/" + second.process().pid())).doesNotExist();
    }
}
