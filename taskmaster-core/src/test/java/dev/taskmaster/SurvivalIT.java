package dev.taskmaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// What a supervisor does that is killed without warning, and started again.
@Timeout(120)
class SurvivalIT {
    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();

    private static final List<String> NAMES = List.of("a", "b", "alone");

    @TempDir Path folder;
    private final List<Process> lives = new ArrayList<>();

    /// What the supervisors have said, of all their lives.
    private final List<String> said = new CopyOnWriteArrayList<>();

    private Process startSupervisor(String... more) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                JAVA,
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MortalSupervisor.class.getName(),
                                folder.toString()));
        command.addAll(List.of(more));
        var life =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lives.add(life);
        Thread.ofVirtual().start(() -> hear(life));
        return life;
    }

    private void hear(Process life) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            said.add("nothing more: " + e.getMessage());
        }
    }

    @AfterEach
    void endAll() {
        lives.forEach(Process::destroyForcibly);
        said.stream()
                .filter(line -> line.startsWith("spawned "))
                .map(line -> Long.parseLong(line.split(" ")[2]))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private long count(String beginning) {
        return said.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /// Whether the supervisor that has said what comes from here on has it.
    private boolean isThere(String name, int from) {
        return said.stream()
                .skip(from)
                .anyMatch(
                        line ->
                                line.startsWith("adopted " + name + " ")
                                        || line.startsWith("spawned " + name + " "));
    }

    private void kill(Process life) throws InterruptedException {
        life.destroyForcibly();
        life.waitFor();
    }

    @Test
    void killedUnderFloodNothingIsLostNothingIsDoubledAndNobodyIsDisturbed() throws Exception {
        var kills = 8;
        for (var life = 0; life <= kills; life++) {
            var ready = life + 1;
            var before = said.size();
            var supervisor = startSupervisor();
            Await.until(() -> count("ready ") == ready);
            if (life < kills) {
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(20, 400)).toNanos());
                kill(supervisor);
            } else {
                Await.until(() -> count("ended mortal exit status 7") > 2);
                Await.until(() -> NAMES.stream().allMatch(name -> isThere(name, before)));
                supervisor.getOutputStream().close();
                assertThat(supervisor.waitFor()).isZero();
            }
        }
        for (var name : NAMES) {
            // What is said last is lost with who says it.
            assertThat(count("spawned " + name + " ")).as(name).isLessThanOrEqualTo(1);
        }
        assertThat(said)
                .filteredOn(line -> line.startsWith("ended mortal"))
                .allMatch(
                        line ->
                                line.equals("ended mortal exit status 7")
                                        || line.equals("ended mortal exit status unknown")
                                        || line.equals("ended mortal terminated by SIGTERM"));
        linesAreWhole("shared.log", List.of("a", "b"));
        linesAreWhole("alone.log", List.of("alone"));
        assertThat(folder.resolve("state").resolve("keep")).isEmptyDirectory();
        assertThat(folder.resolve("state").resolve("journal")).doesNotExist();
    }

    @Test
    void whatTheJournalHasForgottenIsStillNotStartedTwice() throws Exception {
        var first = startSupervisor();
        Await.until(() -> NAMES.stream().allMatch(it -> count("spawned " + it + " ") == 1));
        var before =
                said.stream()
                        .filter(line -> line.startsWith("spawned a "))
                        .findFirst()
                        .orElseThrow();
        kill(first);
        Files.writeString(folder.resolve("state").resolve("journal"), "no journal at all");

        var second = startSupervisor();
        Await.until(() -> NAMES.stream().allMatch(it -> count("spawned " + it + " ") == 2));
        second.getOutputStream().close();
        assertThat(second.waitFor()).isZero();

        // Of the one that has been there all the time.
        assertThat(said).filteredOn(line -> line.equals(before)).hasSize(2);
        linesAreWhole("shared.log", List.of("a", "b"));
    }

    @Test
    void whatIsToEndWithItsSupervisorDoes() throws Exception {
        var supervisor = startSupervisor("end with it");
        Await.until(() -> count("spawned a ") == 1 && count("spawned alone ") == 1);

        kill(supervisor);

        Await.until(
                () ->
                        said.stream()
                                .filter(line -> line.startsWith("spawned "))
                                .noneMatch(line -> isAlive(line.split(" ")[2])));
    }

    @Test
    void aDaemonThatHidesIsEndedWithItsProgramByALaterSupervisor() throws Exception {
        kill(startSupervisorWithDaemon());
        var daemon = daemon();
        var cgroup = cgroup(daemon);

        var second = startSupervisor("cgroups");
        Await.until(() -> count("adopted parent ") == 1);
        assertThat(isAlive(daemon)).isTrue();
        second.getOutputStream().close();
        assertThat(second.waitFor()).isZero();

        isEndedWith(cgroup, daemon);
    }

    @Test
    void aDaemonThatHidesIsEndedIfItsProgramHasEndedWhileNoSupervisorWasThere() throws Exception {
        kill(startSupervisorWithDaemon());
        var daemon = daemon();
        var cgroup = cgroup(daemon);
        var parent = ProcessHandle.of(spawned("parent")).orElseThrow();
        parent.destroyForcibly();
        parent.onExit().join();
        Files.delete(folder.resolve("daemon"));

        var second = startSupervisor("cgroups");
        Await.until(() -> count("spawned parent ") == 2);
        isEndedWith(cgroup, daemon);
        var its = daemon();
        second.getOutputStream().close();
        assertThat(second.waitFor()).isZero();

        isEndedWith(cgroup, its);
    }

    private Process startSupervisorWithDaemon() throws IOException {
        var supervisor = startSupervisor("cgroups");
        Await.until(() -> count("spawned parent ") == 1);
        daemon();
        return supervisor;
    }

    private long spawned(String name) {
        return said.stream()
                .filter(line -> line.startsWith("spawned " + name + " "))
                .map(line -> Long.parseLong(line.split(" ")[2]))
                .findFirst()
                .orElseThrow();
    }

    private String daemon() throws IOException {
        Await.until(() -> Files.exists(folder.resolve("daemon")));
        return Files.readString(folder.resolve("daemon")).strip();
    }

    /// {@return the folder of its own cgroup; empty where this machine lets us make none}
    private static Optional<Path> cgroup(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "cgroup")).stream()
                .filter(line -> line.startsWith("0::") && line.contains("/taskmaster."))
                .map(line -> line.substring("0::/".length()))
                .flatMap(
                        cgroup ->
                                Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                                        .map(mount -> Path.of(mount).resolve(cgroup)))
                .filter(Files::exists)
                .findFirst();
    }

    /// Where there are no cgroups, nobody can find it.
    private static void isEndedWith(Optional<Path> cgroup, String daemon) {
        if (cgroup.isPresent()) {
            Await.until(() -> !isAlive(daemon) && !Files.exists(cgroup.get()));
        } else {
            assertThat(isAlive(daemon)).isTrue();
            ProcessHandle.of(Long.parseLong(daemon)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean isAlive(String pid) {
        try {
            // The state stands behind the name, which is in brackets.
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private void linesAreWhole(String log, List<String> names) throws IOException {
        var last = new HashMap<String, Long>();
        var pids = new HashMap<String, String>();
        for (var file : inOrder(log)) {
            try (var lines = Files.lines(file)) {
                lines.forEach(line -> follows(line, last, pids));
            }
        }
        assertThat(last.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void follows(String line, Map<String, Long> last, Map<String, String> pids) {
        var words = line.split(" ");
        assertThat(words).as(line).hasSize(3);
        assertThat(pids.merge(words[0], words[1], (_, now) -> now)).isEqualTo(words[1]);
        var number = Long.parseLong(words[2]);
        assertThat(number).as(line).isEqualTo(last.getOrDefault(words[0], 0L) + 1);
        last.put(words[0], number);
    }

    /// The oldest first.
    private List<Path> inOrder(String log) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.getFileName().toString().startsWith(log))
                    .sorted((a, b) -> Integer.compare(number(b), number(a)))
                    .toList();
        }
    }

    private static int number(Path file) {
        var end = file.getFileName().toString().replaceFirst(".*\\.log\\.?", "");
        return end.isEmpty() ? 0 : Integer.parseInt(end);
    }
}
