package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.posix.PosixLauncher.Option;
import dev.taskmaster.launch.Launch;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What has left its process group is found and ended all the same.
class DescendantsIT {
    private static final Set<Option> NOTHING = Set.of();
    private static final Set<Option> SUBREAPER = Set.of(Option.SUBREAPER);

    private final Set<Integer> before = Set.copyOf(ProcFs.children());
    @TempDir private Path folder;

    private final List<PosixLauncher> launchers = new ArrayList<>();

    @AfterEach
    void close() {
        launchers.forEach(PosixLauncher::close);
    }

    /// Of this JVM, without those that other tests have left in it.
    private List<Integer> children() {
        return ProcFs.children().stream().filter(pid -> !before.contains(pid)).toList();
    }

    private Observed run(Set<Option> options, String script) {
        var launcher = new PosixLauncher(options);
        launchers.add(launcher);
        var observed = new Observed();
        launcher.launch(Launch.of("sh", "-c", script).in(folder).request("program"), observed);
        return observed;
    }

    /// Shell words that sleep for long and say as what process.
    private static String sleeper(String name) {
        return "sh -c 'echo $$ > %s.part; mv %s.part %s; exec sleep 1000'"
                .formatted(name, name, name);
    }

    private int pid(String name) {
        var file = folder.resolve(name);
        Await.until(() -> Files.exists(file));
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void isGone(int pid) {
        Await.until(() -> ProcFs.identity(pid).isEmpty());
    }

    private static void end(Observed observed) {
        observed.status();
        observed.process().signal(Signal.KILL, Target.TREE);
        observed.process().release();
    }

    @Test
    void whatHasLeftTheGroupDiesWithIt() {
        var program = run(NOTHING, "setsid " + sleeper("child") + " & exec sleep 1000");
        var child = pid("child");
        program.process().signal(Signal.KILL, Target.TREE);
        isGone(child);
        end(program);
    }

    @Test
    void whatHasLeftTheGroupDiesBehindALeaderThatEndsWhenAsked() {
        var program = run(NOTHING, "setsid " + sleeper("child") + " & exec sleep 1000");
        var child = pid("child");
        program.process().signal(Signal.TERM, Target.PROCESS);
        program.status();
        assertThat(ProcFs.identity(child)).as("not yet").isPresent();
        end(program);
        isGone(child);
    }

    @Test
    void daemonsThatItHasMadeDieBehindIt() {
        var program = run(SUBREAPER, "(setsid " + sleeper("daemon") + " &)");
        var daemon = pid("daemon");
        end(program);
        isGone(daemon);
    }

    @Test
    void whatDaemonsHaveMadeDiesWithThem() {
        var program =
                run(
                        SUBREAPER,
                        "(setsid sh -c \"env -i setsid %s & sleep 1000\" &)"
                                .formatted(sleeper("grandchild").replace("$", "\\$")));
        var grandchild = pid("grandchild");
        end(program);
        isGone(grandchild);
    }

    @Test
    void whatHidesItsEnvironmentIsFoundByItsSession() {
        // It makes itself a group in the session that it is in.
        var ownGroup = "timeout 1000 ";
        var program = run(SUBREAPER, "(env -i PATH=$PATH " + ownGroup + sleeper("child") + " &)");
        var child = pid("child");
        program.status();
        program.process().signal(Signal.KILL, Target.TREE);
        isGone(child);
        end(program);
    }

    @Test
    void nobodyGetsAwayByHavingChildren() {
        var program =
                run(
                        SUBREAPER,
                        """
                        touch begun
                        while :; do
                            (setsid sh -c 'while :; do (setsid sleep 0.05 &); sleep 0.01; done' &)
                            sleep 0.02
                        done
                        """);
        Await.until(() -> Files.exists(folder.resolve("begun")) && children().size() > 20);
        program.process().signal(Signal.KILL, Target.PROCESS);
        end(program);
        Await.until(() -> children().isEmpty());
    }

    @Test
    void whatAnotherProgramHasMadeIsLeftAlone() {
        var launcher = new PosixLauncher(Option.SUBREAPER);
        launchers.add(launcher);
        var one = new Observed();
        var other = new Observed();
        launcher.launch(
                Launch.of("sh", "-c", "(setsid " + sleeper("ones") + " &)").in(folder).request("a"),
                one);
        launcher.launch(
                Launch.of("sh", "-c", "(setsid " + sleeper("others") + " &)")
                        .in(folder)
                        .request("b"),
                other);
        var ones = pid("ones");
        var others = pid("others");
        end(one);
        isGone(ones);
        assertThat(ProcFs.identity(others)).isPresent();
        end(other);
        isGone(others);
    }
}
