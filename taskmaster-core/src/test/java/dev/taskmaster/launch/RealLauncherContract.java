package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What every launcher with [Capability#NATIVE] does: processes of the operating system, with
/// folder, environment and files.
public abstract class RealLauncherContract extends ProcessLauncherContract {
    @Override
    protected List<String> exit(int code) {
        return sh("exit " + code);
    }

    @Override
    protected List<String> sleep() {
        return List.of("sleep", "1000");
    }

    @Override
    protected List<String> print(String out, String err) {
        return sh("echo " + out + "; echo " + err + " >&2");
    }

    @Override
    protected List<String> cat() {
        return List.of("cat");
    }

    @Override
    protected List<String> ignore(Signal signal) {
        return sh("trap '' " + signal.name() + "; echo ready; exec sleep 1000");
    }

    protected static final List<String> sh(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    /// Runs a program to its end and returns what it wrote to stdout.
    protected final String output(Launch launch) {
        var out = new Collected();
        var observed = launch(launch.stdout(out));
        assertThat(observed.status()).as(out.text()).isEqualTo(new ExitStatus.Code(0));
        return out.text();
    }

    protected final String output(String script) {
        return output(program(sh(script)));
    }

    /// Makes a file with a text and permissions.
    protected final Path file(String name, String text, String permissions) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String failure(String command) {
        return launch(List.of(command)).failure();
    }

    @Test
    void saysWhatIsWrongWithTheCommand() throws IOException {
        var script = file("script", "#!/bin/sh\n", "rw-r--r--");
        assertThat(failure("/no/such/command")).isEqualTo("can't find command '/no/such/command'");
        assertThat(failure(folder.toString()))
                .isEqualTo("command at '" + folder + "' is a directory");
        assertThat(failure(script.toString()))
                .isEqualTo("command at '" + script + "' is not executable");
    }

    @Test
    void saysThatAnInterpreterIsMissing() throws IOException {
        var script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        assertThat(failure(script.toString())).contains(script.toString());
    }

    @Test
    void saysWhatIsWrongWithTheWorkingDirectory() throws IOException {
        var file = file("file", "", "rw-r--r--");
        assertThat(launch(program(exit(0)).in(folder.resolve("none"))).failure())
                .isEqualTo("no such working directory: " + folder.resolve("none"));
        assertThat(launch(program(exit(0)).in(file)).failure())
                .isEqualTo("working directory is not a directory: " + file);
    }

    @Test
    void saysWhichFileCannotBeOpened() {
        var log = folder.resolve("none/log");
        assertThat(launch(program(exit(0)).stdout(new Output.Append(log))).failure())
                .isEqualTo("cannot open log " + log + ": No such file or directory");
        assertThat(launch(program(exit(0)).stderr(new Output.Append(folder))).failure())
                .isEqualTo("cannot open log " + folder + ": Is a directory");
        assertThat(launch(program(exit(0)).stdin(new Stdin.File(log))).failure())
                .isEqualTo("cannot open stdin " + log + ": No such file or directory");
    }

    @Test
    void looksForABareNameInThePathOfTheProgram() throws IOException {
        file("tool", "#!/bin/sh\necho found $1", "rwxr-xr-x");
        var path = Map.of("PATH", "/none:" + folder);
        assertThat(output(program(List.of("tool", "it")).inheriting(path))).isEqualTo("found it\n");
        assertThat(launch(List.of("tool")).failure()).isEqualTo("can't find command 'tool'");
    }

    @Test
    void takesARelativePathFromTheWorkingDirectory() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        file("bin/tool", "#!/bin/sh\npwd", "rwxr-xr-x");
        assertThat(output(program(List.of("bin/tool")).in(folder.toRealPath())))
                .isEqualTo(folder.toRealPath() + "\n");
    }

    @Test
    protected void givesExactlyTheEnvironmentOfTheRequest() {
        var environment =
                Map.of("PATH", "/usr/bin:/bin", "A", "1 = one", "EMPTY", "", "Ü", "grüße");
        var lines = output(program(List.of("env")).inheriting(environment)).lines();
        assertThat(lines)
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "A=1 = one", "EMPTY=", "Ü=grüße");
    }

    @Test
    void passesArgumentsAsTheyAre() {
        var words = List.of("/usr/bin/printf", "[%s]", "", "a b", "$HOME", "'\"*", "ü");
        assertThat(output(program(words))).isEqualTo("[][a b][$HOME]['\"*][ü]");
    }

    @Test
    void readsStdinFromNowhereOrAFile() throws IOException {
        var file = file("in", "from a file", "rw-r--r--");
        assertThat(output(program(cat()))).isEmpty();
        assertThat(output(program(cat()).stdin(new Stdin.File(file)))).isEqualTo("from a file");
    }

    @Test
    void appendsToALog() throws IOException {
        var log = file("log", "before\n", "rw-r--r--");
        launch(program(print("one", "two")).stdout(new Output.Append(log))).status();
        launch(
                        program(print("three", "four"))
                                .stdout(new Output.Append(log))
                                .stderr(new Output.ToStdout()))
                .status();
        assertThat(log).hasContent("before\none\nthree\nfour\n");
    }

    @Test
    void setsTheUmaskOfTheProgramAlone() throws IOException {
        var log = folder.resolve("log");
        var script = "umask; : > " + folder.resolve("made");
        assertThat(output(program(sh(script)).umask(027).stderr(new Output.Append(log))))
                .isEqualTo("0027\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-r--r--");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("made"))))
                .isEqualTo("rw-r-----");
        assertThat(output("umask")).isEqualTo("0022\n");
    }

    @Test
    void handsOnMuchOutputWhole() {
        var lines = output("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
        assertThat(lines)
                .isEqualTo(
                        IntStream.range(0, 20_000)
                                .mapToObj(i -> "line " + i + "\n")
                                .collect(Collectors.joining()));
    }

    @Test
    void takesMuchInputWholeAndInOrder() {
        var out = new Collected();
        var process = launch(program(cat()).stdin(new Stdin.Pipe()).stdout(out)).process();
        var text = "0123456789abcdef".repeat(16 << 10);
        for (var i = 0; i < 4; i++) {
            process.write(bytes(text));
        }
        await("copied", () -> out.text().length() == 4 * text.length());
        assertThat(out.text()).isEqualTo(text.repeat(4));
    }

    @Test
    void refusesInputBeyondItsLimit() {
        var process = launch(program(sleep()).stdin(new Stdin.Pipe())).process();
        var chunk = "x".repeat(64 << 10);
        assertThatThrownBy(
                        () -> {
                            for (var i = 0; i < 100; i++) {
                                process.write(bytes(chunk));
                            }
                        })
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("stdin is full:");
    }

    @Test
    void toleratesAProcessThatClosesItsStdin() {
        var out = new Collected();
        var observed =
                launch(
                        program(sh("exec <&-; echo closed; exec sleep 1000"))
                                .stdin(new Stdin.Pipe())
                                .stdout(out));
        await("closed", () -> out.text().equals("closed\n"));
        await("refused", () -> isRefused(observed.process()));
        assertThat(observed.hasExited()).isFalse();
    }

    private static boolean isRefused(RunningProcess process) {
        try {
            process.write(bytes("x"));
            return false;
        } catch (LaunchException e) {
            assertThat(e).hasMessage("the process has closed its stdin");
            return true;
        }
    }

    @Test
    void signalsReachGrandchildrenThroughTheGroup() {
        var out = new Collected();
        var observed = launch(program(sh("sleep 1000 & echo $!; wait")).stdout(out));
        await("grandchild", () -> out.text().endsWith("\n"));
        var grandchild = ProcessHandle.of(Long.parseLong(out.text().strip())).orElseThrow();
        if (can(Capability.GROUP_SIGNAL)) {
            observed.process().signal(Signal.TERM, Target.GROUP);
            assertThat(observed.status()).isEqualTo(new ExitStatus.Signalled(Signal.TERM, false));
            await("grandchild gone", () -> !grandchild.isAlive());
        } else {
            assertThatThrownBy(() -> observed.process().signal(Signal.TERM, Target.GROUP))
                    .isInstanceOf(LaunchException.class);
            assertThat(grandchild.isAlive()).isTrue();
            grandchild.destroyForcibly();
        }
    }

    @Test
    void tellsOfTheExitThoughAGrandchildHoldsTheOutput() {
        var out = new Collected();
        var observed = launch(program(sh("sleep 1000 & echo $!")).stdout(out));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
        var grandchild = ProcessHandle.of(Long.parseLong(out.text().strip())).orElseThrow();
        assertThat(grandchild.isAlive()).isTrue();
        grandchild.destroyForcibly();
        await("sink closed", () -> out.closes() == 1);
    }

    @Test
    void leavesNoZombieAndNoThreadBehind() {
        var all = IntStream.range(0, 20).mapToObj(i -> launch(exit(i))).toList();
        all.forEach(Observed::status);
        all.forEach(observed -> observed.process().release());
        assertThat(all)
                .allMatch(observed -> !Files.exists(Path.of("/proc/" + observed.process().pid())));
        launcher.close();
        await(
                "threads ended",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(thread -> thread.getName().startsWith("taskmaster-")));
    }

    @Test
    void closesAFullSinkWhenClosed() {
        var out = new Collected().room(0);
        var observed = launch(program(print("hello", "trouble")).stdout(out));
        observed.status();
        observed.process().release();
        launcher.close();
        await("sink closed", () -> out.closes() == 1);
    }

    @Test
    void leavesLiveProcessesAloneWhenClosed() {
        var observed = launch(sleep());
        var handle = ProcessHandle.of(observed.process().pid()).orElseThrow();
        forget(observed);
        launcher.close();
        assertThat(handle.isAlive()).isTrue();
        handle.destroyForcibly();
    }
}
