package dev.taskmaster.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.output.OutputSinks;
import dev.taskmaster.launch.Collected;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.Observed;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Supervisors die, in JVMs of their own, and this JVM takes up what they leave.
class AdoptionIT {
    /// How often the supervisor dies while lines are written at full speed.
    private static final int KILLS = 6;

    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String WAIT = "while [ ! -e go ]; do sleep 0.01; done; ";

    @TempDir Path folder;
    private final PosixLauncher launcher = new PosixLauncher();
    private final List<Process> predecessors = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    @AfterEach
    void endAll() throws IOException {
        predecessors.forEach(AdoptionIT::die);
        for (var name : names) {
            var trace = Trace.parse(trace(name)).orElseThrow();
            var pidfd = Libc.pidfd_open(trace.pid());
            if (pidfd >= 0 && Trace.of(trace.pid(), pidfd).equals(Optional.of(trace))) {
                Libc.pidfd_send_signal(pidfd, Libc.SIGKILL, 0);
            }
            Libc.close(pidfd);
        }
        for (var pipe : kept()) {
            Files.deleteIfExists(pipe);
        }
        var keepers = new Keepers();
        keepers.takeUp(folder);
        launcher.close();
        keepers.close();
        assertThat(files("keeper-")).isEmpty();
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".sh"), text + "\n");
        names.add(name);
    }

    private String trace(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".trace"));
    }

    /// Has a supervisor start, or take up, all scripts.
    private Process supervise(long rotateAt) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                JAVA,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Predecessor.class.getName(),
                                folder.toString(),
                                Long.toString(rotateAt)));
        command.addAll(names);
        var process = new ProcessBuilder(command).inheritIO().start();
        predecessors.add(process);
        return process;
    }

    private void superviseAndDie() throws IOException {
        var supervisor = supervise(Long.MAX_VALUE);
        await("all started", () -> names.stream().allMatch(this::isTraced));
        die(supervisor);
    }

    private boolean isTraced(String name) {
        return Files.exists(folder.resolve(name + ".trace"));
    }

    private static void die(Process supervisor) {
        supervisor.destroyForcibly().onExit().join();
    }

    private Observed adopt(String name, OutputSink stdout) throws IOException {
        return adopt(name, trace(name), stdout);
    }

    private Observed adopt(String name, String trace, OutputSink stdout) {
        var observed = new Observed();
        launcher.adopt(Predecessor.request(folder, name, stdout), trace, observed);
        return observed;
    }

    private void go() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    private static void await(String what, BooleanSupplier condition) {
        var deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void exitStatusesStayExact() throws IOException {
        var ends = new LinkedHashMap<String, ExitStatus>();
        ends.put("exit 0", new ExitStatus.Code(0));
        ends.put("exit 5", new ExitStatus.Code(5));
        ends.put("exit 255", new ExitStatus.Code(255));
        ends.put("kill -TERM $$", new ExitStatus.Signalled(Signal.TERM, false));
        ends.put("kill -KILL $$", new ExitStatus.Signalled(Signal.KILL, false));
        ends.put("ulimit -c 0; kill -SEGV $$", new ExitStatus.Signalled(new Signal(11), false));
        for (var end : ends.keySet()) {
            script("end" + names.size(), WAIT + end);
        }
        superviseAndDie();

        var observed = new ArrayList<Observed>();
        for (var name : names) {
            observed.add(adopt(name, OutputSink.NONE));
        }
        observed.forEach(Observed::process);
        go();

        assertThat(observed.stream().map(Observed::status))
                .containsExactlyElementsOf(ends.values());
        observed.forEach(one -> one.process().release());
    }

    @Test
    void whatIsWrittenWithoutSupervisorIsHandedOn() throws IOException {
        script("web", "echo first; " + WAIT + "seq 1 20000; echo x > said; read a; echo got $a");
        var supervisor = supervise(Long.MAX_VALUE);
        await("first", () -> isTraced("web") && log().equals("first\n"));
        die(supervisor);
        go();
        await("all said", () -> Files.exists(folder.resolve("said")));

        var out = new Collected();
        var observed = adopt("web", out);
        observed.process().write(ByteBuffer.wrap("it\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
        assertThat(out.text()).isEqualTo(lines(1, 20_000) + "got it\n");
        await("pipes removed", () -> kept().isEmpty() && out.closes() == 1);
    }

    @Test
    void whatItReadsInsteadOfItsStdinIsNotWrittenTo() throws IOException {
        var input = Files.writeString(folder.resolve("input"), "mine");
        script("file", "exec < input; touch file.read; exec sleep 1000");
        script("other", "mkfifo pipe; exec 3<>pipe < pipe; touch other.read; exec sleep 1000");
        superviseAndDie();
        await(
                "all said",
                () -> names.stream().allMatch(it -> Files.exists(folder.resolve(it + ".read"))));

        for (var name : names) {
            var process = adopt(name, OutputSink.NONE).process();
            assertThatThrownBy(() -> process.write(ByteBuffer.wrap(new byte[1])))
                    .isInstanceOf(LaunchException.class)
                    .hasMessage("the process has closed its stdin");
        }
        assertThat(input).hasContent("mine");
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String lines(int first, int last) {
        var text = new StringBuilder();
        IntStream.rangeClosed(first, last).forEach(i -> text.append(i).append('\n'));
        return text.toString();
    }

    private List<Path> kept() {
        return files("keep-");
    }

    private List<Path> files(String prefix) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lastWordsOutliveBothAProcessAndItsSupervisor() throws IOException {
        script("web", WAIT + "seq 1 20000; echo last words");
        superviseAndDie();
        go();
        var pid = Trace.parse(trace("web")).orElseThrow().pid();
        await("reaped", () -> ProcStat.of(pid).isEmpty());
        var keeper = files("keeper-").getFirst();

        var out = new Collected();
        var observed = adopt("web", out);

        assertThat(observed.status()).isEqualTo(new ExitStatus.Unknown());
        assertThat(out.text()).isEqualTo(lines(1, 20_000) + "last words\n");
        await("at its end", () -> out.closes() == 1 && kept().isEmpty());
        var it = Trace.parse(Files.readString(keeper)).orElseThrow();
        assertThat(ProcStat.of(it.pid())).isPresent();
        launcher.close();
        await("keeper ended", () -> ProcStat.of(it.pid()).isEmpty());
        assertThat(keeper).doesNotExist();
    }

    @Test
    void ofOneThatEndedMeanwhileOnlyTheRestOfItsOutputIsLeft() throws IOException {
        script("web", "setsid sleep 1000 & echo $! > pid; " + WAIT + "echo last words");
        superviseAndDie();
        go();
        var pid = Trace.parse(trace("web")).orElseThrow().pid();
        await("reaped", () -> ProcStat.of(pid).isEmpty());

        var out = new Collected();
        var observed = adopt("web", out);

        // Its descendant holds the pipe, so the words are still there.
        assertThat(observed.status()).isEqualTo(new ExitStatus.Unknown());
        assertThat(observed.reason()).isEqualTo("ended while no supervisor was watching");
        assertThat(observed.told()).containsExactly("exited");
        assertThat(out.text()).isEqualTo("last words\n");
        assertThat(out.closes()).isZero();
        var sleep = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(sleep).orElseThrow().destroyForcibly();
        await("closed", () -> out.closes() == 1 && kept().isEmpty());
    }

    @Test
    void anotherProcessOfTheSameIdIsNotTakenForIt() throws IOException {
        script("web", "exec sleep 1000");
        superviseAndDie();
        var it = Trace.parse(trace("web")).orElseThrow();
        var others =
                Stream.of(
                        new Trace(it.pid(), it.startTicks() + 1, it.boot(), it.inode()),
                        new Trace(it.pid(), it.startTicks(), "another", it.inode()),
                        new Trace(it.pid(), it.startTicks(), it.boot(), it.inode() + 1));
        assertThat(others.map(other -> adopt("web", other.toString(), OutputSink.NONE)))
                .allSatisfy(
                        observed -> {
                            assertThat(observed.status()).isEqualTo(new ExitStatus.Unknown());
                            assertThat(observed.told()).containsExactly("exited");
                        });
        assertThat(ProcessHandle.of(it.pid()).orElseThrow().isAlive()).isTrue();
    }

    @Test
    void isFoundWithoutATraceToo() throws IOException {
        script("web", "setsid sleep 1000 & sleep 1000 & wait; exit 3");
        superviseAndDie();

        var observed = adopt("web", "", OutputSink.NONE);

        var found = observed.process();
        assertThat(found.trace()).isEqualTo(trace("web"));
        found.signal(Signal.KILL, Target.GROUP);
        assertThat(observed.status()).isEqualTo(new ExitStatus.Signalled(Signal.KILL, false));
        ProcessHandle.allProcesses()
                .filter(process -> isOfThisTest(process.pid()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isOfThisTest(long pid) {
        try {
            var environment =
                    Files.readString(
                            Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
            return environment.contains("TASKMASTER_KEEP=" + folder);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatIsNowhereIsNotFoundWithoutATrace() {
        assertThat(adopt("web", "", OutputSink.NONE).failure())
                .isEqualTo("there is no process of " + folder.resolve("keep-web"));
    }

    @Test
    void whatItWroteIsHandedOnThoughItIsNowhere() throws IOException {
        script("web", WAIT + "echo last words");
        superviseAndDie();
        go();
        var pid = Trace.parse(trace("web")).orElseThrow().pid();
        await("reaped", () -> ProcStat.of(pid).isEmpty());

        var out = new Collected();
        assertThat(adopt("web", "", out).failure()).startsWith("there is no process of");
        await(
                "handed on, and closed",
                () -> out.text().equals("last words\n") && out.closes() == 1);
        await("pipes removed", () -> kept().isEmpty());
    }

    @Test
    void itsGroupCanBeSignalledThoughItIsReaped() throws IOException {
        script("web", "sleep 1000 & echo $! > pid; " + WAIT);
        superviseAndDie();
        await("grandchild", () -> Files.exists(folder.resolve("pid")));
        var observed = adopt("web", OutputSink.NONE);
        var process = observed.process();
        go();
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
        await("reaped", () -> ProcStat.of((int) process.pid()).isEmpty());
        var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        var grandchild = ProcessHandle.of(pid).orElseThrow();

        process.signal(Signal.TERM, Target.PROCESS);
        process.signal(Signal.TERM, Target.GROUP);

        await("grandchild gone", () -> !grandchild.isAlive());
        process.release();
        process.signal(Signal.TERM, Target.GROUP);
    }

    /// Numbered lines at full speed by several processes, which write into one log, while
    /// supervisors are killed at random moments.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void noLineIsLostDoubledOrTornByKillingSupervisors(int writers) throws Exception {
        var lines = 6_000_000 / writers;
        for (var writer = 0; writer < writers; writer++) {
            script(
                    "w" + writer,
                    "exec awk 'BEGIN { while (i < %d) print \"w%d\", i++ }'"
                            .formatted(lines, writer));
        }
        var random = new Random(writers);
        var rotateAt = 2_000_000L;
        for (var round = 0; round < KILLS; round++) {
            var before = logged();
            var supervisor = supervise(rotateAt);
            await("started", () -> names.stream().allMatch(this::isTraced));
            await("output", () -> logged() > before + 1_000_000 || kept().isEmpty());
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(50)).toNanos());
            die(supervisor);
        }
        var sinks = new OutputSinks();
        if (writers > 1) {
            sinks.expectSeveral(Set.of(folder.resolve("log")));
        }
        var observed = new ArrayList<Observed>();
        for (var name : names) {
            var log = folder.resolve("log");
            observed.add(
                    adopt(name, sinks.open(log, new Rotation(rotateAt, 10_000), new NoTrouble())));
        }
        observed.forEach(Observed::status);
        assertComplete(writers, lines);
    }

    private long logged() {
        return logs().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /// The log, oldest part first.
    private List<Path> logs() {
        var backups =
                IntStream.iterate(1, number -> number + 1)
                        .mapToObj(number -> folder.resolve("log." + number))
                        .takeWhile(Files::exists)
                        .toList();
        var all = new ArrayList<>(backups.reversed());
        all.add(folder.resolve("log"));
        return all;
    }

    /// Every line is there once and in order. One for each kill may be in two parts, where another
    /// process's line came between them: the kernel heeds SIGKILL between two pages of a file (see
    /// docs/explanation/surviving.md).
    private void assertComplete(int writers, int lines) throws IOException {
        var next = new int[writers];
        var rests = new HashMap<Integer, String>();
        var cuts = 0;
        var beginnings = 0;
        for (var file : logs()) {
            try (var reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    var cut = next.length > 1 ? line.indexOf('w', 1) : -1;
                    if (cut == 1) {
                        // Of whom, only the rest tells.
                        cuts++;
                        beginnings++;
                        line = line.substring(cut);
                    } else if (cut > 1) {
                        cuts++;
                        var writer = line.charAt(1) - '0';
                        var whole = "w" + writer + " " + next[writer]++;
                        assertThat(whole).as(file + ": " + line).startsWith(line.substring(0, cut));
                        assertThat(rests.put(writer, whole.substring(cut))).as(line).isNull();
                        line = line.substring(cut);
                    }
                    if (rests.containsValue(line)) {
                        rests.values().remove(line);
                    } else {
                        if (beginnings > 0 && !line.startsWith("w")) {
                            beginnings--;
                            line = "w" + line;
                        }
                        var writer = line.charAt(1) - '0';
                        if (!line.equals("w" + writer + " " + next[writer])) {
                            assertThat(line)
                                    .as(file.toString())
                                    .isEqualTo("w" + writer + " " + next[writer]);
                        }
                        next[writer]++;
                    }
                }
            }
        }
        assertThat(next).containsOnly(lines);
        assertThat(rests).isEmpty();
        assertThat(beginnings).isZero();
        assertThat(cuts).as("lines in two parts").isLessThanOrEqualTo(KILLS);
    }

    private record NoTrouble() implements OutputSinks.Observer {
        @Override
        public void held(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void resumed() {}
    }
}
