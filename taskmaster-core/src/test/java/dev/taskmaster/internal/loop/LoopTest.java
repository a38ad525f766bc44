package dev.taskmaster.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.engine.Command;
import dev.taskmaster.internal.engine.Moment;
import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The loop goes on, and whoever waits for it gets an answer, whatever a launcher does.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopTest {
    @TempDir private Path folder;

    private static ProgramSpec.Builder program(String name, String... cmd) {
        return ProgramSpec.named(name).cmd(cmd).startTime(Duration.ZERO).startRetries(0);
    }

    /// A launcher that a test makes behave badly.
    private static class Bad implements ProcessLauncher {
        private final FakeLauncher fake = new FakeLauncher();

        FakeLauncher fake() {
            return fake;
        }

        @Override
        public String name() {
            return "bad";
        }

        @Override
        public Set<Capability> capabilities() {
            return fake.capabilities();
        }

        @Override
        public void launch(LaunchRequest request, LaunchObserver observer) {
            fake.launch(request, observer);
        }

        @Override
        public void close() {
            fake.close();
        }
    }

    /// A process whose signals meet a shield first.
    private record Armoured(RunningProcess process, Consumer<Signal> shield)
            implements RunningProcess {
        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public void signal(Signal signal, Target target) {
            shield.accept(signal);
            process.signal(signal, target);
        }

        @Override
        public void write(ByteBuffer bytes) {
            throw new UnsupportedOperationException("no stdin here");
        }

        @Override
        public void release() {
            process.release();
        }
    }

    private record Armouring(LaunchObserver observer, Consumer<Signal> shield)
            implements LaunchObserver {
        @Override
        public void started(RunningProcess process) {
            observer.started(new Armoured(process, shield));
        }

        @Override
        public void failed(String reason) {
            observer.failed(reason);
        }

        @Override
        public void exited(ExitStatus status) {
            observer.exited(status);
        }
    }

    private static Bad armouring(Consumer<Signal> shield) {
        return new Bad() {
            @Override
            public void launch(LaunchRequest request, LaunchObserver observer) {
                super.launch(request, new Armouring(observer, shield));
            }
        };
    }

    /// The first SIGKILL fails with an exception that nobody expects.
    private static Bad fragile() {
        var hit = new AtomicBoolean();
        return armouring(
                signal -> {
                    if (signal.equals(Signal.KILL) && hit.compareAndSet(false, true)) {
                        throw new IllegalStateException("not yet");
                    }
                });
    }

    private static Bad refusing() {
        return armouring(
                signal -> {
                    throw new LaunchException("cannot send " + signal + ": not permitted");
                });
    }

    @Test
    void aRefusedKillFailsTheStopAndDoesNotKeepTheSupervisorFromEnding() {
        try (var supervisor = Supervisor.builder().launcher(refusing()).build()) {
            supervisor
                    .start(program("sudo", "sleep").stopTime(Duration.ofMillis(20)).build())
                    .join();
            assertThat(supervisor.stop("sudo").join())
                    .containsExactly(
                            new Outcome(
                                    "sudo", Result.FAILED, "cannot send SIGKILL: not permitted"));
            assertThat(supervisor.status("sudo").orElseThrow().state())
                    .isEqualTo(ProcessState.UNKNOWN);
        }
    }

    @Test
    void theEndOfWhatCannotBeKilledIsNoticed() {
        var launcher = refusing();
        try (var supervisor = Supervisor.builder().launcher(launcher).build()) {
            supervisor
                    .start(program("sudo", "sleep").stopTime(Duration.ofMillis(20)).build())
                    .join();
            supervisor.stop("sudo").join();
            launcher.fake().process("sudo").exit(0);
            Await.until(
                    () -> supervisor.status("sudo").orElseThrow().state() == ProcessState.STOPPED);
        }
    }

    @Test
    void aRefusedSignalIsAFailureAndNobodyHearsThatItWasSent() {
        var events = new LinkedBlockingQueue<SupervisorEvent>();
        var launcher = refusing();
        try (var supervisor =
                Supervisor.builder().launcher(launcher).listener(events::add).build()) {
            supervisor
                    .start(program("sudo", "sleep").stopTime(Duration.ofMillis(20)).build())
                    .join();
            assertThat(supervisor.signal(Signal.HUP, "sudo", "nosuch").join())
                    .containsExactly(
                            new Outcome("sudo", Result.FAILED, "cannot send SIGHUP: not permitted"),
                            new Outcome("nosuch", Result.NO_SUCH_PROCESS));
        }
        assertThat(events).noneMatch(SupervisorEvent.Signalled.class::isInstance);
    }

    @Test
    void aKillThatThrowsIsTriedAgain() {
        try (var supervisor = Supervisor.builder().launcher(fragile()).build()) {
            supervisor
                    .start(
                            program("deaf", "ignore", "TERM", ";", "sleep")
                                    .stopTime(Duration.ofMillis(20))
                                    .build())
                    .join();
            assertThat(supervisor.stop("deaf").join())
                    .containsExactly(new Outcome("deaf", Result.DONE));
        }
    }

    @Test
    void aWriteThatThrowsIsAFailure() {
        try (var supervisor = Supervisor.builder().launcher(fragile()).build()) {
            supervisor.start(program("web", "sleep").build()).join();
            assertThat(supervisor.write("web", new byte[] {1}).join())
                    .singleElement()
                    .satisfies(
                            outcome -> {
                                assertThat(outcome.result()).isEqualTo(Result.FAILED);
                                assertThat(outcome.toString()).contains("no stdin here");
                            });
        }
    }

    @Test
    void aLauncherThatBreaksIsAFailedStart() {
        var broken =
                new Bad() {
                    @Override
                    public void launch(LaunchRequest request, LaunchObserver observer) {
                        throw new NoClassDefFoundError("com/example/Missing");
                    }
                };
        try (var supervisor = Supervisor.builder().launcher(broken).build()) {
            assertThat(supervisor.start(program("web", "sleep").build()).join())
                    .extracting(Outcome::result)
                    .containsExactly(Result.SPAWN_ERROR);
            assertThat(supervisor.status("web").orElseThrow().reason())
                    .contains("bad launcher")
                    .contains("com/example/Missing");
        }
    }

    @Test
    void closingEndsThoughTheLauncherCannotBeClosed() {
        var stuck =
                new Bad() {
                    @Override
                    public void close() {
                        throw new IllegalStateException("jammed");
                    }
                };
        var supervisor = Supervisor.builder().launcher(stuck).build();
        supervisor.close();
        assertThat(supervisor.shutdown()).isCompleted();
    }

    /// Holds up the launch of the process `first`, on the thread on which its log was opened.
    private static final class Slow extends Bad {
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void launch(LaunchRequest request, LaunchObserver observer) {
            if (request.name().process().equals("first")) {
                first.countDown();
                await(go);
            }
            super.launch(request, observer);
        }
    }

    private ProgramSpec first() {
        return program("first", "sleep")
                .stdout(new Output.Rotated(folder.resolve("first.log"), Rotation.STANDARD))
                .build();
    }

    @Test
    void aRotationChangedWhileTheLaunchIsInFlightApplies() throws Exception {
        var log = folder.resolve("log");
        var slow = new Slow();
        try (var supervisor = Supervisor.builder().launcher(slow).build()) {
            supervisor.apply(List.of(first(), printer(log, 1 << 20)));
            await(slow.first);
            supervisor.apply(List.of(first(), printer(log, 10))).join();
            slow.go.countDown();
            Await.until(() -> Files.exists(log) && slow.fake().processes().size() == 2);
            slow.fake().process("printer").write(ByteBuffer.wrap("0123456789\n".getBytes()));
            Await.until(() -> Files.exists(folder.resolve("log.1")));
        }
    }

    @Test
    void whatOpensNoLogDoesNotOvertakeWhatStartsBeforeIt() {
        var slow = new Slow();
        try (var supervisor = Supervisor.builder().launcher(slow).build()) {
            supervisor.apply(List.of(first(), program("second", "sleep").build())).join();
            await(slow.first);
            assertThat(slow.fake().processes()).isEmpty();
            slow.go.countDown();
            Await.until(() -> slow.fake().processes().size() == 2);
        }
    }

    private static ProgramSpec printer(Path log, long maxBytes) {
        return program("printer", "cat")
                .stdin(new Stdin.Pipe())
                .stdout(new Output.Rotated(log, new Rotation(maxBytes, 1)))
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClockThatJumpsChangesNoWait() {
        var system = Clock.system();
        var jumps = new AtomicInteger();
        Clock jumping =
                () -> {
                    var now = system.now();
                    var days = jumps.incrementAndGet() % 2 == 0 ? 1000 : -1000;
                    return new Moment(now.uptime(), now.wall().plus(Duration.ofDays(days)));
                };
        var program =
                program("deaf", "ignore", "TERM", ";", "sleep")
                        .startTime(Duration.ofMillis(20))
                        .stopTime(Duration.ofMillis(20))
                        .build();
        var loop =
                new Loop(
                        new FakeLauncher(),
                        Map.of(),
                        Map.of(),
                        new Listeners(),
                        jumping,
                        Optional.empty());
        loop.start();
        var done = new Answer.Outcomes(List.of(new Outcome("deaf", Result.DONE)));
        assertThat(loop.order(ticket -> new Command.Add(ticket, program)).join()).isEqualTo(done);
        assertThat(loop.order(ticket -> new Command.Stop(ticket, List.of("deaf"), true)).join())
                .isEqualTo(done);
        loop.order(Command.Shutdown::new);
        loop.ended().join();
    }

    @Test
    void aCommandThatCannotBeHandledIsRefused() {
        var loop =
                new Loop(
                        new FakeLauncher(),
                        Map.of(),
                        Map.of(),
                        new Listeners(),
                        Clock.system(),
                        Optional.empty());
        loop.start();
        var answer =
                loop.order(
                        _ -> {
                            throw new IllegalStateException("broken");
                        });
        assertThat(answer.join())
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).contains("broken"));
        loop.order(Command.Shutdown::new);
        loop.ended().join();
    }
}
