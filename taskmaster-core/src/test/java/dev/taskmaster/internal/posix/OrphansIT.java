package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A JVM that inherits orphans reaps them, and nobody else's children.
class OrphansIT {
    private final PosixLauncher launcher = new PosixLauncher(PosixLauncher.Option.SUBREAPER);

    @AfterEach
    void close() {
        launcher.close();
    }

    private final Set<Integer> before = new HashSet<>();

    private Observed run(String script) {
        var observed = new Observed();
        launcher.launch(Launch.of("sh", "-c", script).request("program"), observed);
        return observed;
    }

    /// What other tests have left in this JVM is no business of these.
    @BeforeEach
    void lookAround() {
        Await.until(() -> ProcFs.children().stream().noneMatch(ProcFs::isZombie));
        before.addAll(ProcFs.children());
    }

    private List<Integer> children() {
        return ProcFs.children().stream().filter(pid -> !before.contains(pid)).toList();
    }

    private List<Integer> zombies() {
        return children().stream().filter(ProcFs::isZombie).toList();
    }

    @Test
    void reapsWhatItsProgramsLeaveBehind() {
        var left = run("for i in $(seq 300); do (sh -c 'exit 3' &); done; exit 7");
        assertThat(left.status()).isEqualTo(new ExitStatus.Code(7));
        left.process().release();
        Await.until(() -> zombies().isEmpty());
    }

    @Test
    void reapsWhatHasMadeASessionOfItsOwn() {
        var left = run("for i in $(seq 20); do (setsid sleep 0.05 &); done; exit 0");
        assertThat(left.status()).isEqualTo(new ExitStatus.Code(0));
        left.process().release();
        Await.until(() -> children().isEmpty());
    }

    @Test
    void leavesADeadChildToWhoeverIsToReleaseIt() {
        var kept = run("exit 5");
        assertThat(kept.status()).isEqualTo(new ExitStatus.Code(5));
        LockSupport.parkNanos(Orphans.GRACE.plusMillis(500).toNanos());
        assertThat(zombies()).containsExactly((int) kept.process().pid());
        kept.process().release();
        assertThat(zombies()).isEmpty();
    }

    @Test
    void takesNoStatusFromJavasOwnProcesses() throws IOException, InterruptedException {
        var javas = new ArrayList<Process>();
        var ours = new ArrayList<Observed>();
        for (var i = 0; i < 100; i++) {
            // Some of them lead a session of their own, as orphans may.
            var exit = "exit " + i;
            javas.add(
                    i % 2 == 0
                            ? new ProcessBuilder("sh", "-c", exit).start()
                            : new ProcessBuilder("setsid", "sh", "-c", exit).start());
            ours.add(run("(true &); exit " + i));
        }
        for (var i = 0; i < 100; i++) {
            assertThat(javas.get(i).waitFor()).isEqualTo(i);
            assertThat(ours.get(i).status()).isEqualTo(new ExitStatus.Code(i));
            ours.get(i).process().release();
        }
        Await.until(() -> zombies().isEmpty());
    }

    @Test
    void sleepsWhileNobodyDies() throws IOException {
        var living = run("(sleep 60 &); exec sleep 60");
        Await.until(() -> children().size() == 2);
        Await.until(OrphansIT::isAsleep);
        var before = switches();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        assertThat(switches() - before).isZero();
        living.process().signal(Signal.KILL, Target.GROUP);
        living.status();
        living.process().release();
        Await.until(() -> children().isEmpty());
    }

    /// Whether the thread has found its sleep after what has just begun.
    private static boolean isAsleep() {
        try {
            var before = switches();
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            return switches() == before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How often the thread, and those of closed launchers that linger, have gone to sleep.
    private static long switches() throws IOException {
        var switches = new ArrayList<Long>();
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            for (var thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith("taskmaster-orph")) {
                    Files.readAllLines(thread.resolve("status")).stream()
                            .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                            .map(line -> Long.valueOf(line.split("\\s+")[1]))
                            .forEach(switches::add);
                }
            }
        }
        assertThat(switches).isNotEmpty();
        return switches.stream().mapToLong(Long::longValue).sum();
    }
}
