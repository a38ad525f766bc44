package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.ListeningSocket;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.User;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// What every launcher does, the fake one too. What depends on a capability is tested both ways: a
/// launcher without it must refuse.
public abstract class ProcessLauncherContract {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MANY = 500;

    /// Codes that no launcher takes for a signal.
    private static final int CODES = 128;

    @TempDir protected Path folder;

    protected ProcessLauncher launcher;
    private final List<Observed> launched = new ArrayList<>();

    protected abstract ProcessLauncher newLauncher();

    /// {@return a command that exits with a code}
    protected abstract List<String> exit(int code);

    /// {@return a command that does nothing until a signal ends it}
    protected abstract List<String> sleep();

    /// {@return a command that writes a line to stdout, then one to stderr, and exits with 0}
    protected abstract List<String> print(String out, String err);

    /// {@return a command that copies its stdin to its stdout}
    protected abstract List<String> cat();

    /// {@return a command that ignores a signal, prints `ready`, and then does nothing}
    protected abstract List<String> ignore(Signal signal);

    /// {@return a launch as this contract's launcher is to be asked for it}
    protected Launch adapted(Launch launch) {
        return launch;
    }

    /// Lets the second pass after which a launcher offers again what a sink refused.
    protected void aSecondPasses() {}

    @BeforeEach
    void openLauncher() {
        launcher = newLauncher();
    }

    /// Leaves no process behind, whatever the test has come to.
    @AfterEach
    void closeLauncher() throws IOException {
        try {
            for (var observed : launched) {
                if (observed.isStarted()) {
                    observed.process().signal(Signal.KILL, Target.PROCESS);
                    observed.status();
                    observed.process().release();
                }
            }
        } finally {
            launcher.close();
        }
    }

    protected final boolean can(Capability capability) {
        return launcher.capabilities().contains(capability);
    }

    /// {@return a launch of a command, set apart as far as the launcher can}
    protected final Launch program(List<String> cmd) {
        return Launch.of(cmd)
                .isolated(can(Capability.SESSION) ? Isolation.SESSION : Isolation.NONE);
    }

    protected final Observed launch(Launch launch) {
        return launch(launch, new Observed());
    }

    private Observed launch(Launch launch, Observed observed) {
        launched.add(observed);
        launcher.launch(adapted(launch).request("web"), observed);
        return observed;
    }

    protected final Observed launch(List<String> cmd) {
        return launch(program(cmd));
    }

    /// Has the test see to the end of a process by itself.
    protected final void forget(Observed observed) {
        launched.remove(observed);
    }

    /// Waits for something to become true; tests end by it or fail.
    protected static void await(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    protected static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255})
    void tellsTheExitCodeAfterTheStart(int code) {
        var observed = launch(exit(code));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(code));
        assertThat(observed.told()).containsExactly("started", "exited");
        assertThat(observed.process().pid()).isPositive();
    }

    @Test
    void tellsWhichSignalEndedIt() {
        for (var signal : List.of(Signal.TERM, Signal.KILL)) {
            var observed = launch(sleep());
            observed.process().signal(signal, Target.PROCESS);
            assertThat(observed.status()).isEqualTo(new ExitStatus.Signalled(signal, false));
        }
    }

    @Test
    void sendsAnySignalOrRefuses() {
        var process = launch(sleep()).process();
        if (can(Capability.ANY_SIGNAL)) {
            process.signal(Signal.USR1, Target.PROCESS);
            assertThat(launched.getLast().status())
                    .isEqualTo(new ExitStatus.Signalled(Signal.USR1, false));
        } else {
            assertThatThrownBy(() -> process.signal(Signal.USR1, Target.PROCESS))
                    .isInstanceOf(LaunchException.class);
        }
    }

    @Test
    void signalsTheGroupOrRefuses() {
        var process = launch(sleep()).process();
        if (can(Capability.GROUP_SIGNAL)) {
            process.signal(Signal.TERM, Target.GROUP);
            assertThat(launched.getLast().status())
                    .isEqualTo(new ExitStatus.Signalled(Signal.TERM, false));
        } else {
            assertThatThrownBy(() -> process.signal(Signal.TERM, Target.GROUP))
                    .isInstanceOf(LaunchException.class);
        }
    }

    @Test
    void refusesToSignalTheGroupOfAProcessThatSharesOurs() {
        var process = launch(program(sleep()).isolated(Isolation.NONE)).process();
        assertThatThrownBy(() -> process.signal(Signal.TERM, Target.GROUP))
                .isInstanceOf(LaunchException.class);
        assertThat(launched.getLast().hasExited()).isFalse();
    }

    @Test
    void killsWhatIgnoresTheStopSignal() {
        var out = new Collected();
        var observed = launch(program(ignore(Signal.TERM)).stdout(out));
        await("ready", () -> out.text().equals("ready\n"));
        observed.process().signal(Signal.TERM, Target.PROCESS);
        assertThat(observed.hasExited()).isFalse();
        observed.process().signal(Signal.KILL, Target.PROCESS);
        assertThat(observed.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
    }

    @Test
    void signalsAfterDeathAndReleaseDoNothing() {
        var observed = launch(exit(0));
        observed.status();
        observed.process().signal(Signal.TERM, Target.PROCESS);
        observed.process().release();
        observed.process().signal(Signal.KILL, Target.PROCESS);
        observed.process().release();
        assertThat(observed.told()).containsExactly("started", "exited");
    }

    @Test
    void doesNotLetGoOfAProcessThatLives() {
        var process = launch(sleep()).process();
        assertThatThrownBy(process::release).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void isolatesOrRefuses(Isolation isolation) {
        var observed = launch(program(exit(7)).isolated(isolation));
        var possible =
                switch (isolation) {
                    case SESSION -> can(Capability.SESSION);
                    case GROUP -> can(Capability.GROUP);
                    case NONE -> true;
                };
        if (possible) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(7));
        } else {
            assertThat(observed.failure())
                    .contains("launcher cannot give a process a", "of its own");
        }
    }

    @Test
    void saysThatThereIsNoSuchCommand() {
        assertThat(launch(List.of("no-such-command")).failure())
                .isEqualTo("can't find command 'no-such-command'");
    }

    @Test
    void saysThatItIsClosed() {
        launcher.close();
        assertThat(launch(exit(0)).failure()).isEqualTo("the launcher is closed");
    }

    @Test
    void handsOnStdoutAndStderr() {
        var out = new Collected();
        var err = new Collected();
        var observed = launch(program(print("hello", "trouble")).stdout(out).stderr(err));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
        assertThat(out.text()).isEqualTo("hello\n");
        assertThat(err.text()).isEqualTo("trouble\n");
        await("sinks closed", () -> out.closes() == 1 && err.closes() == 1);
    }

    /// Which comes first to the launcher's attention is a matter of luck: hence so many.
    @Test
    void handsOnAllOutputBeforeItTellsOfTheExit() {
        var atExit = new ConcurrentLinkedQueue<String>();
        for (var i = 0; i < MANY; i++) {
            var out = new Collected();
            launch(
                    program(print("hello", "trouble")).stdout(out).stderr(new Output.ToStdout()),
                    new Observed().onExit(() -> atExit.add(out.text())));
        }
        launched.forEach(Observed::status);
        assertThat(atExit).hasSize(MANY).containsOnly("hello\ntrouble\n");
    }

    @Test
    void mergesStderrIntoStdout() {
        var out = new Collected();
        var err = new Collected();
        launch(
                        program(print("hello", "trouble"))
                                .stdout(out)
                                .stderr(err)
                                .stderr(new Output.ToStdout()))
                .status();
        assertThat(out.text()).isEqualTo("hello\ntrouble\n");
        assertThat(err.text()).isEmpty();
        await("sink closed", () -> out.closes() == 1);
        assertThat(err.closes()).isZero();
    }

    @Test
    void discardsOutput() {
        var out = new Collected();
        launch(program(print("hello", "trouble")).stdout(out).stdout(new Output.Discard()))
                .status();
        assertThat(out.text()).isEmpty();
    }

    @Test
    void losesNothingWhileASinkIsFull() {
        var out = new Collected().room(3);
        var observed = launch(program(print("hello", "trouble")).stdout(out));
        observed.status();
        assertThat(out.text()).isEqualTo("hel");
        assertThat(out.closes()).isZero();
        aSecondPasses();
        await("offered again", () -> out.refusals() > 1);
        assertThat(out.text()).isEqualTo("hel");
        out.room(Integer.MAX_VALUE);
        aSecondPasses();
        await("all of it", () -> out.closes() == 1);
        assertThat(out.text()).isEqualTo("hello\n");
    }

    @Test
    void writesToItsStdin() {
        var out = new Collected();
        var process = launch(program(cat()).stdin(new Stdin.Pipe()).stdout(out)).process();
        process.write(bytes("one\n"));
        process.write(bytes("two\n"));
        await("copied", () -> out.text().equals("one\ntwo\n"));
        assertThat(launched.getLast().hasExited()).isFalse();
    }

    @Test
    void refusesToWriteToAStdinThatIsNoPipe() {
        var process = launch(sleep()).process();
        assertThatThrownBy(() -> process.write(bytes("x")))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the stdin of web is not a pipe");
    }

    @Test
    void refusesToWriteToTheStdinOfADeadProcess() {
        var observed = launch(program(exit(0)).stdin(new Stdin.Pipe()));
        observed.status();
        assertThatThrownBy(() -> observed.process().write(bytes("x")))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the process has closed its stdin");
    }

    @Test
    void setsTheUmaskOrRefuses() {
        var observed = launch(program(exit(7)).umask(027));
        if (can(Capability.UMASK)) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(7));
        } else {
            assertThat(observed.failure()).contains("umask");
        }
    }

    @Test
    void listensForAProcessOrRefuses() {
        var none = OptionalInt.empty();
        var at = new ListeningSocket.Unix(folder.resolve("socket"), none, none, 0700, none);
        var observed = launch(program(exit(7)).stdin(new Stdin.Socket(at)));
        if (can(Capability.LISTEN)) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(7));
        } else {
            assertThat(observed.failure())
                    .isEqualTo("cannot hand over the socket unix://" + at.path());
        }
        launcher.retire(ProcessName.of("web"));
        launcher.retire(ProcessName.of("nobody"));
        assertThat(at.path()).doesNotExist();
    }

    @Test
    void limitsOrRefuses() {
        var observed = launch(program(exit(7)).limits(Map.of(Resource.CORE, Limit.of(0))));
        if (can(Capability.LIMITS)) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(7));
        } else {
            assertThat(observed.failure()).contains("cannot run", "limits of its own");
        }
    }

    @Test
    void switchesUsersOrRefuses() {
        var observed = launch(program(exit(7)).user(new User("nobody", true)));
        if (can(Capability.USER)) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(7));
        } else {
            assertThat(observed.failure()).contains("cannot run", "as user 'nobody'");
        }
    }

    @Test
    void keepsApartManyThatEndAtOnce() {
        var all = IntStream.range(0, MANY).mapToObj(i -> launch(exit(i % CODES))).toList();
        for (var i = 0; i < MANY; i++) {
            assertThat(all.get(i).status()).isEqualTo(new ExitStatus.Code(i % CODES));
            all.get(i).process().release();
        }
        assertThat(all).allMatch(observed -> observed.told().equals(List.of("started", "exited")));
    }
}
