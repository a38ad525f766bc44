package dev.taskmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.ConfigFile;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.internal.jdk.JdkLauncher;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.InvalidSpecException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.ListeningSocket;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// The whole library on real processes.
@Timeout(120)
class SupervisorIT {
    @TempDir Path folder;

    private static ProgramSpec.Builder sleeper(String name) {
        return ProgramSpec.named(name).cmd("sleep", "1000").startTime(Duration.ofMillis(100));
    }

    private static ProgramSpec.Builder shell(String name, String script) {
        return ProgramSpec.named(name).cmd("sh", "-c", script).startTime(Duration.ofMillis(100));
    }

    private static ProcessStatus status(Supervisor supervisor, String name) {
        return supervisor.status(name).orElseThrow();
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void startedProgramIsRunningAndClosingLeavesNothing() {
        long pid;
        try (var supervisor = Supervisor.create()) {
            var outcomes = supervisor.start(sleeper("web").build()).join();
            assertThat(outcomes).containsExactly(new Outcome("web", Result.DONE));
            var web = status(supervisor, "web");
            assertThat(web.state()).isEqualTo(ProcessState.RUNNING);
            pid = web.pid();
            assertThat(lives(pid)).isTrue();
        }
        assertThat(lives(pid)).isFalse();
    }

    @Test
    void closingWhatShutsDownAlreadyKillsNobody() throws Exception {
        var ready = folder.resolve("ready");
        var done = folder.resolve("done");
        var script =
                "trap 'sleep 0.5; touch %s; exit 0' TERM; touch %s; while :; do sleep 0.1; done";
        var supervisor = Supervisor.create();
        supervisor.start(shell("slow", script.formatted(done, ready)).build()).join();
        Await.until(() -> Files.exists(ready));
        supervisor.shutdown();
        supervisor.close();
        assertThat(done).as("what the process does at its end").exists();
    }

    @Test
    void killedProcessIsReplaced() {
        try (var supervisor = Supervisor.create()) {
            supervisor.start(sleeper("web").build()).join();
            var first = status(supervisor, "web").pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Await.until(
                    () ->
                            status(supervisor, "web").state() == ProcessState.RUNNING
                                    && status(supervisor, "web").pid() != first);
            assertThat(status(supervisor, "web").exitStatus())
                    .contains(new ExitStatus.Signalled(Signal.KILL, false));
        }
    }

    @Test
    void programThatIsNotThereIsFatalWithItsReason() {
        try (var supervisor = Supervisor.create()) {
            var missing = ProgramSpec.named("missing").cmd("/no/such/program").startRetries(0);
            var outcomes = supervisor.start(missing.build()).join();
            assertThat(outcomes).hasSize(1);
            assertThat(outcomes.getFirst().result()).isEqualTo(Result.SPAWN_ERROR);
            assertThat(status(supervisor, "missing").state()).isEqualTo(ProcessState.FATAL);
            assertThat(status(supervisor, "missing").reason()).contains("/no/such/program");
        }
    }

    @Test
    void wholeTreeIsGoneAfterStop() throws Exception {
        var pids = folder.resolve("pids");
        try (var supervisor = Supervisor.create()) {
            var tree =
                    shell("tree", "sleep 999 & echo $! > " + pids + "; trap 'exit 0' TERM; wait");
            supervisor.start(tree.build()).join();
            Await.until(() -> Files.exists(pids) && Files.size(pids) > 1);
            var grandchild = Long.parseLong(Files.readString(pids).strip());
            assertThat(lives(grandchild)).isTrue();
            supervisor.stop("tree").join();
            Await.until(() -> !lives(grandchild));
        }
    }

    @Test
    void stubbornProcessIsKilledWhenItsTimeIsUp() {
        try (var supervisor = Supervisor.create()) {
            supervisor
                    .start(
                            shell("stubborn", "trap '' TERM; while :; do sleep 0.1; done")
                                    .stopTime(Duration.ofMillis(300))
                                    .build())
                    .join();
            assertThat(supervisor.stop("stubborn").join().getFirst().isDone()).isTrue();
            assertThat(status(supervisor, "stubborn").exitStatus())
                    .contains(new ExitStatus.Signalled(Signal.KILL, false));
        }
    }

    @Test
    void twoHundredProcessesSurviveTwoHundredKillsAndCloseLeavesNone() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var everyPid = Collections.synchronizedSet(new HashSet<Long>());
        EventListener collector =
                event -> {
                    if (event instanceof SupervisorEvent.Spawned spawned) {
                        everyPid.add(spawned.pid());
                    }
                };
        try (var supervisor = Supervisor.builder().listener(collector).build()) {
            supervisor
                    .apply(
                            List.of(
                                    sleeper("many")
                                            .numprocs(200)
                                            .autorestart(Autorestart.ALWAYS)
                                            .build()))
                    .join();
            Await.until(() -> allRunning(supervisor, 200));
            for (var kill = 0; kill < 200; kill++) {
                var victim = supervisor.status().get(random.nextInt(200));
                ProcessHandle.of(victim.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            Await.until(() -> allRunning(supervisor, 200));
            assertThat(supervisor.status().stream().map(ProcessStatus::pid).distinct())
                    .as("seed %d", seed)
                    .hasSize(200);
        }
        assertThat(everyPid).hasSizeGreaterThan(200).noneMatch(SupervisorIT::lives);
    }

    private static boolean allRunning(Supervisor supervisor, int count) {
        var all = supervisor.status();
        return all.size() == count
                && all.stream().allMatch(s -> s.state() == ProcessState.RUNNING && lives(s.pid()));
    }

    @Test
    void thousandsOfDeathsLeaveNoZombies() {
        try (var supervisor = Supervisor.create()) {
            var burst = ProgramSpec.named("burst").cmd("true").numprocs(100);
            supervisor
                    .start(burst.startTime(Duration.ZERO).autorestart(Autorestart.NEVER).build())
                    .join();
            for (var round = 0; round < 20; round++) {
                Await.until(
                        () ->
                                supervisor.status().stream()
                                        .allMatch(s -> s.state() == ProcessState.EXITED));
                supervisor.start("all").join();
            }
            Await.until(() -> ProcessHandle.current().children().count() == 0);
        }
    }

    @Test
    void applyTouchesOnlyTheDifference() {
        try (var supervisor = Supervisor.create()) {
            var web = sleeper("web");
            supervisor.apply(List.of(web.build(), sleeper("old").build())).join();
            Await.until(() -> allRunning(supervisor, 2));
            var webPid = status(supervisor, "web").pid();

            var same = supervisor.apply(List.of(web.build(), sleeper("old").build())).join();
            assertThat(same.isEmpty()).isTrue();

            var summary =
                    supervisor
                            .apply(
                                    List.of(
                                            web.stopTime(Duration.ofSeconds(3)).numprocs(3).build(),
                                            sleeper("new").build()))
                            .join();
            assertThat(summary.removed()).hasSize(1);
            assertThat(summary.added()).hasSize(3);
            assertThat(summary.updated()).hasSize(1);
            Await.until(() -> allRunning(supervisor, 4));
            assertThat(status(supervisor, "web_00").pid()).isEqualTo(webPid);
            assertThat(supervisor.status("web")).isEmpty();
        }
    }

    @Test
    void aReloadLeavesTheDaemonAndItsLogsWhereTheyAreAndSaysSo() throws Exception {
        var file = folder.resolve("taskmaster.yml");
        var text =
                """
                taskmaster: { statedir: %s, socket: %s/socket, logfile: none }
                programs: { web: { cmd: sleep 60, autostart: false } }
                """;
        Files.writeString(file, text.formatted(folder.resolve("old"), folder));
        try (var supervisor = Supervisor.create()) {
            assertThat(supervisor.reload(ConfigFile.at(file)).join().needsRestart()).isEmpty();
            var log = folder.resolve("old/logs/web.stdout.log");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(log.getParent())))
                    .isEqualTo("rwx------");
            Files.writeString(file, text.formatted(folder.resolve("new"), folder));
            var summary = supervisor.reload(ConfigFile.at(file)).join();
            assertThat(summary)
                    .hasToString("1 unchanged, only after a restart of the daemon: statedir");
            assertThat(supervisor.status("web").orElseThrow().stdout()).contains(log);
            assertThat(folder.resolve("new")).doesNotExist();
        }
    }

    @Test
    void reloadOfABadFileChangesNothingAndIsTold() throws Exception {
        var refusals = Collections.synchronizedList(new ArrayList<SupervisorEvent>());
        var file = folder.resolve("taskmaster.yml");
        Files.writeString(
                file,
                """
                taskmaster: { statedir: state }
                programs: { web: { cmd: sleep 1000, starttime: 100ms } }
                """);
        try (var supervisor =
                Supervisor.builder()
                        .listener(
                                event -> {
                                    if (event instanceof SupervisorEvent.ReloadRefused) {
                                        refusals.add(event);
                                    }
                                })
                        .build()) {
            supervisor.reload(ConfigFile.at(file)).join();
            Await.until(() -> allRunning(supervisor, 1));
            var pid = status(supervisor, "web").pid();
            Files.writeString(file, "programs: { web: { cmd: sleep 2000, numproc: 2 } }\n");
            assertThatThrownBy(() -> supervisor.reload(ConfigFile.at(file)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("numproc");
            assertThat(status(supervisor, "web").pid()).isEqualTo(pid);
            Await.until(() -> refusals.size() == 1);
        }
    }

    @Test
    void outputIsLoggedAndRotated() throws Exception {
        var log = folder.resolve("out.log");
        try (var supervisor = Supervisor.create()) {
            supervisor
                    .start(
                            shell(
                                            "printer",
                                            "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done")
                                    .startTime(Duration.ZERO)
                                    .autorestart(Autorestart.NEVER)
                                    .stdout(new Output.Rotated(log, new Rotation(4096, 50)))
                                    .build())
                    .join();
            Await.until(() -> status(supervisor, "printer").state() == ProcessState.EXITED);
        }
        var lines = new ArrayList<String>();
        for (var i = 50; i >= 1; i--) {
            var old = folder.resolve("out.log." + i);
            if (Files.exists(old)) {
                lines.addAll(Files.readAllLines(old));
            }
        }
        lines.addAll(Files.readAllLines(log));
        var expected = new ArrayList<String>();
        for (var i = 0; i < 2000; i++) {
            expected.add("line " + i);
        }
        assertThat(lines).isEqualTo(expected);
        assertThat(folder.resolve("out.log.1")).exists();
    }

    @Test
    void stdinReachesTheProcess() throws Exception {
        var log = folder.resolve("cat.log");
        try (var supervisor = Supervisor.create()) {
            supervisor
                    .start(
                            ProgramSpec.named("cat")
                                    .cmd("cat")
                                    .startTime(Duration.ZERO)
                                    .stdin(new Stdin.Pipe())
                                    .stdout(new Output.Append(log))
                                    .build())
                    .join();
            var outcome = supervisor.write("cat", "hello\n".getBytes(StandardCharsets.UTF_8));
            assertThat(outcome.join().getFirst().isDone()).isTrue();
            Await.until(() -> Files.exists(log) && Files.readString(log).equals("hello\n"));
            supervisor.stop("cat").join();
            assertThat(supervisor.write("cat", new byte[1]).join().getFirst().result())
                    .isEqualTo(Result.NOT_RUNNING);
        }
    }

    @Test
    void listeningSocketIsKeptOverRestartsAndClosedWithTheLastProcess() throws Exception {
        var none = OptionalInt.empty();
        var at = new ListeningSocket.Unix(folder.resolve("s"), none, none, 0700, none);
        var greeter =
                ProgramSpec.named("greeter")
                        .cmd(
                                "perl",
                                "-MSocket",
                                "-e",
                                "accept(C, STDIN); syswrite(C, \"$$\\n\"); close C; sleep 1000")
                        .numprocs(2)
                        .startTime(Duration.ZERO)
                        .stdin(new Stdin.Socket(at))
                        .build();
        try (var supervisor = Supervisor.create()) {
            supervisor.start(greeter).join();
            var greetings = List.of(greeting(at.path()), greeting(at.path()));
            assertThat(greetings).containsExactlyInAnyOrderElementsOf(pids(supervisor));
            supervisor.stop("greeter:greeter_00").join();
            // Waits for somebody to accept it, over the restart of the only process.
            try (var waiting = SocketChannel.open(UnixDomainSocketAddress.of(at.path()))) {
                supervisor.restart("greeter:greeter_01").join();
                assertThat(line(waiting))
                        .isEqualTo("" + status(supervisor, "greeter:greeter_01").pid());
            }
            supervisor.stop("greeter:*").join();
            assertThat(at.path()).doesNotExist();
            supervisor.start("greeter:greeter_00").join();
            assertThat(greeting(at.path())).isNotEmpty();
        }
        assertThat(at.path()).doesNotExist();
    }

    private static List<String> pids(Supervisor supervisor) {
        return supervisor.status().stream().map(it -> "" + it.pid()).toList();
    }

    private static String greeting(Path socket) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return line(channel);
        }
    }

    private static String line(SocketChannel channel) {
        var in = Channels.newReader(channel, StandardCharsets.UTF_8);
        return new BufferedReader(in).lines().findFirst().orElseThrow();
    }

    @Test
    void programWhoseSocketCannotBeHadDoesNotStart() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var supervisor = Supervisor.create()) {
            var at =
                    new ListeningSocket.Tcp("127.0.0.1", other.getLocalPort(), OptionalInt.empty());
            var fcgi = sleeper("fcgi").stdin(new Stdin.Socket(at)).startRetries(0);
            supervisor.start(fcgi.build()).join();
            assertThat(status(supervisor, "fcgi").state()).isEqualTo(ProcessState.FATAL);
            assertThat(status(supervisor, "fcgi").reason())
                    .contains("cannot listen on " + at.url() + ": Address already in use");
        }
    }

    @Test
    void logsAreOpenedAnew() throws Exception {
        var log = folder.resolve("cat.log");
        var old = folder.resolve("cat.old");
        var cat = ProgramSpec.named("cat").cmd("cat").startTime(Duration.ZERO);
        cat.stdin(new Stdin.Pipe()).stdout(new Output.Rotated(log, Rotation.NEVER));
        try (var supervisor = Supervisor.create()) {
            supervisor.start(cat.build()).join();
            write(supervisor, "one");
            Await.until(() -> Files.readString(log).equals("one"));
            Files.move(log, old);

            assertThat(supervisor.reopenLogs().join()).isEmpty();

            write(supervisor, "two");
            Await.until(() -> Files.readString(log).equals("two"));
            assertThat(old).hasContent("one");
        }
    }

    @Test
    void nothingIsOpenedAnewOnceAllIsClosed() {
        var supervisor = Supervisor.create();
        supervisor.close();
        assertThat(supervisor.reopenLogs().join()).isEmpty();
    }

    private static void write(Supervisor supervisor, String text) {
        supervisor.write("cat", text.getBytes(StandardCharsets.UTF_8)).join();
    }

    @Test
    void limitsOfTheSupervisorHoldForAllAndThoseOfAProgramWin() throws Exception {
        var log = folder.resolve("log");
        var limits = Map.of(Resource.NOFILE, Limit.soft(100), Resource.CORE, Limit.soft(0));
        var own = ProgramSpec.named("own").cmd("sh", "-c", "ulimit -S -n; ulimit -S -c");
        own.startTime(Duration.ZERO).stdout(new Output.Append(log));
        own.limit(Resource.NOFILE, Limit.of(200));
        try (var supervisor = Supervisor.builder().limits(limits).build()) {
            supervisor.start(own.build()).join();
            Await.until(() -> Files.exists(log) && Files.readString(log).equals("200\n0\n"));
        }
    }

    @Test
    void blockedListenerDelaysNobody() throws Exception {
        var released = new CountDownLatch(1);
        EventListener blocked =
                _ -> {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        try (var supervisor = Supervisor.builder().listener(blocked).build()) {
            supervisor.start(sleeper("web").build()).join();
            assertThat(supervisor.restart("web").join().getFirst().isDone()).isTrue();
            released.countDown();
        }
    }

    @Test
    void throwingListenerIsKept() {
        var heard = new CountDownLatch(3);
        EventListener throwing =
                event -> {
                    heard.countDown();
                    throw new IllegalStateException("on purpose, at " + event);
                };
        try (var supervisor = Supervisor.builder().listener(throwing).build()) {
            supervisor.start(sleeper("web").build()).join();
            Await.until(() -> heard.getCount() == 0);
        }
    }

    @Test
    void twoSupervisorsAndProcessesOfTheJvmDoNotDisturbEachOther() throws Exception {
        var own = new ProcessBuilder("sleep", "1000").start();
        var one = Supervisor.create();
        try (var two = Supervisor.create()) {
            one.start(sleeper("web").umask(0077).build()).join();
            two.start(sleeper("web").umask(0).build()).join();
            var ended = new ProcessBuilder("sh", "-c", "exit 7").start();
            assertThat(ended.waitFor()).isEqualTo(7);
            var made = Files.createFile(folder.resolve("made"));
            var expected = new ProcessBuilder("sh", "-c", "umask").start();
            assertThat(new String(expected.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isIn("0022\n", "0002\n", "0027\n");
            assertThat(Files.getPosixFilePermissions(made).toString()).contains("OWNER_WRITE");
            one.close();
            assertThat(status(two, "web").state()).isEqualTo(ProcessState.RUNNING);
            assertThat(own.isAlive()).isTrue();
        } finally {
            own.destroyForcibly();
        }
    }

    @Test
    void commandsAfterCloseAreRejected() {
        var supervisor = Supervisor.create();
        supervisor.close();
        assertThatThrownBy(() -> supervisor.start("web").join())
                .hasCauseInstanceOf(CommandRejectedException.class);
        supervisor.close();
    }

    @Test
    void specificationsThatCannotGoTogetherAreRejectedAtOnce() {
        try (var supervisor = Supervisor.create()) {
            var web = sleeper("web").dependsOn("db").build();
            assertThatThrownBy(() -> supervisor.apply(List.of(web)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("db");
            assertThatThrownBy(
                            () ->
                                    supervisor.apply(
                                            List.of(sleeper("a").build(), sleeper("a").build())))
                    .isInstanceOf(InvalidSpecException.class);
        }
    }

    @Test
    void shutdownGoesInReverseStartOrder() {
        var stopped = Collections.synchronizedList(new ArrayList<String>());
        EventListener collector =
                event -> {
                    if (event instanceof SupervisorEvent.Stopped s) {
                        stopped.add(s.name().toString());
                    }
                };
        try (var supervisor = Supervisor.builder().listener(collector).build()) {
            supervisor
                    .apply(
                            List.of(
                                    sleeper("web").priority(10).dependsOn("db").build(),
                                    sleeper("db").priority(20).build(),
                                    sleeper("first").priority(1).build()))
                    .join();
            Await.until(() -> allRunning(supervisor, 3));
        }
        assertThat(stopped).containsExactly("web", "db", "first");
    }

    @Test
    void threadsDoNotGrowWithProcesses() {
        try (var supervisor = Supervisor.create()) {
            supervisor.start(sleeper("few").numprocs(2).build()).join();
            var before = threads();
            supervisor.start(sleeper("more").numprocs(100).build()).join();
            assertThat(threads()).isEqualTo(before);
        }
    }

    @Test
    void portableLauncherServesWhatLinuxIsNotNeededFor() {
        try (var supervisor = Supervisor.builder().launcher(new JdkLauncher()).build()) {
            var program = sleeper("web").numprocs(3).autorestart(Autorestart.ALWAYS);
            assertThat(supervisor.start(program.build()).join()).allMatch(Outcome::isDone);
            var first = status(supervisor, "web_00").pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Await.until(
                    () -> allRunning(supervisor, 3) && status(supervisor, "web_00").pid() != first);
            assertThat(supervisor.restart("web:*").join()).hasSize(3).allMatch(Outcome::isDone);
            var asGroup = sleeper("group").stopAsGroup(true).startRetries(0).build();
            supervisor.start(asGroup).join();
            assertThat(status(supervisor, "group").reason()).contains("cannot send a signal");
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("taskmaster"))
                .filter(name -> !name.equals("taskmaster-errand"))
                .sorted()
                .collect(Collectors.toList());
    }
}
