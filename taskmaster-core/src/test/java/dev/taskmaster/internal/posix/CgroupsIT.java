package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.posix.PosixLauncher.Option;
import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Descendant;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What hides its descent altogether is found by its cgroup. Where this machine lets nobody make
/// cgroups, the tests show what is promised for that: programs run all the same.
class CgroupsIT {
    @TempDir private Path folder;
    private final PosixLauncher launcher = new PosixLauncher(Option.CGROUPS);
    private final boolean isPossible = isPossible();
    private final List<Integer> daemons = new ArrayList<>();

    private static boolean isPossible() {
        try (var reactor = new Reactor()) {
            return Cgroups.tried(reactor).isPresent();
        }
    }

    @AfterEach
    void close() {
        launcher.close();
        daemons.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private Observed run(String script) {
        var observed = new Observed();
        launcher.launch(Launch.of("sh", "-c", script).in(folder).request("program"), observed);
        return observed;
    }

    /// Shell words that make a daemon of which nothing tells whose it is.
    private static String daemon(String name) {
        return "(env -i setsid sh -c 'env -i setsid sh -c \"echo \\$\\$ >%s.part; mv %s.part %s; exec sleep 1000\" &' &)"
                .formatted(name, name, name);
    }

    private int pid(String name) {
        var file = folder.resolve(name);
        Await.until(() -> Files.exists(file));
        try {
            var pid = Integer.parseInt(Files.readString(file).strip());
            daemons.add(pid);
            return pid;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Path> cgroup(long pid) {
        try {
            return Cgroups.folder(
                            Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")),
                            Files.readAllLines(Path.of("/proc/self/mountinfo")))
                    .filter(it -> it.getFileName().toString().startsWith("taskmaster."));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Whether the daemon is ended, or goes on where it cannot be found.
    private void isEndedIfPossible(int daemon) {
        if (isPossible) {
            Await.until(() -> ProcFs.identity(daemon).isEmpty());
        } else {
            assertThat(ProcFs.identity(daemon)).isPresent();
        }
    }

    private void isRemoved(Optional<Path> cgroup) {
        assertThat(cgroup.isPresent()).isEqualTo(isPossible);
        Await.until(() -> cgroup.filter(Files::exists).isEmpty());
    }

    @Test
    void aDaemonThatHidesIsListedAndKilledWithItsProgram() {
        var program = run(daemon("daemon") + "; exec sleep 1000");
        var pid = program.process().pid();
        var daemon = pid("daemon");
        var cgroup = cgroup(pid);
        assertThat(launcher.descendants(pid).stream().map(Descendant::pid).toList())
                .isEqualTo(isPossible ? List.of((long) daemon) : List.of());
        program.process().signal(Signal.KILL, Target.TREE);
        assertThat(program.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
        program.process().release();
        isEndedIfPossible(daemon);
        isRemoved(cgroup);
    }

    @Test
    void aDaemonThatHidesIsKilledBehindAProgramThatEnds() {
        var program = run(daemon("daemon") + "; until [ -e go ]; do sleep 0.01; done; exit 3");
        var daemon = pid("daemon");
        var cgroup = cgroup(program.process().pid());
        end(program, "go");
        assertThat(program.status()).isEqualTo(new ExitStatus.Code(3));
        assertThat(ProcFs.identity(daemon)).as("not yet").isPresent();
        program.process().signal(Signal.KILL, Target.TREE);
        program.process().release();
        isEndedIfPossible(daemon);
        isRemoved(cgroup);
    }

    private void end(Observed program, String file) {
        try {
            Files.createFile(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        program.status();
    }

    @Test
    void whatIsToBeLeftAloneKeepsItsCgroupForAsLongAsItLives() {
        var program = run(daemon("daemon") + "; until [ -e go ]; do sleep 0.01; done");
        var daemon = pid("daemon");
        var cgroup = cgroup(program.process().pid());
        end(program, "go");
        program.process().release();
        assertThat(ProcFs.identity(daemon)).isPresent();
        assertThat(cgroup.filter(Files::exists).isPresent()).isEqualTo(isPossible);
        ProcessHandle.of(daemon).ifPresent(ProcessHandle::destroyForcibly);
        isRemoved(cgroup);
    }

    @Test
    void whatCannotBeStartedLeavesNone() throws IOException {
        var script = folder.resolve("script");
        Files.writeString(script, "no program");
        var failed = new Observed();
        launcher.launch(Launch.of(script.toString()).request("program"), failed);
        assertThat(failed.failure()).contains("not executable");
        var ours = "taskmaster." + ProcessHandle.current().pid() + "-";
        Await.until(() -> names(own()).stream().noneMatch(name -> name.startsWith(ours)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }

    /// So that no mistake of ours can pass for a machine without cgroups.
    @Test
    void cgroupsAreMadeWhereThisProcessMay() throws IOException {
        var own = own();
        assertThat(isPossible)
                .isEqualTo(Files.isWritable(own) && Files.isWritable(own.resolve("cgroup.procs")));
    }

    /// Any folder where there is no cgroup.
    private Path own() throws IOException {
        return Cgroups.folder(
                        Files.readAllLines(Path.of("/proc/self/cgroup")),
                        Files.readAllLines(Path.of("/proc/self/mountinfo")))
                .orElse(folder);
    }
}
