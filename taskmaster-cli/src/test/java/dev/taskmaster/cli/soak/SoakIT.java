package dev.taskmaster.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.control.RemoteControl;
import dev.taskmaster.cli.control.http.Address;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Nothing is lost, doubled, disturbed or told wrongly, whatever is done to the daemon of the
/// distribution: its children print numbered lines and die at random; random commands, reloads,
/// kills of children, floods; it is killed with SIGKILL and started again, and replaced by itself.
/// Then what the children have written down is compared with the logs.
///
/// `mvn -Psoak package` runs it for ten minutes with 200 children; `-Dsoak.minutes=60` for longer,
/// `-Dsoak.faults=100` for so many faults at most, `-Dsoak.kinds=KILL` or `UPGRADE` for one kind of
/// them, `-Dseed=42` with other chances. `-Dsoak.supervisord=/usr/bin/supervisord` kills that one
/// instead and only shows what happens. The normal build runs it for a moment.
class SoakIT {
    private static final int PATIENCE_SECONDS = 60;

    private final Settings settings = Settings.ofProperties();
    private final Random random = new Random(settings.seed());
    private final Diary diary = new Diary();
    private final List<String> objections = new ArrayList<>();
    private Path folder;
    private Population population;
    private Subject subject;
    private RemoteControl control;
    private int killed;
    private int replaced;

    @Test
    void nothingIsLostWhateverHappensToTheDaemon() throws Exception {
        folder = Files.createTempDirectory("soak");
        population = new Population(folder, settings.children());
        control = new RemoteControl(Address.of(folder.resolve("socket")));
        subject = new Subject(command(), folder, diary);
        System.out.printf("soak: %s in %s%n", settings, folder);
        var begin = Diary.now();
        subject.start();
        List<Double> gaps;
        try (var gap = new Gap(folder.resolve("socket"))) {
            torment();
            gaps = gap.seconds();
        }
        if (settings.supervisord().isEmpty()) {
            expectThatAllRuns();
        }
        end();
        report(Diary.now() - begin, gaps);
        assertThat(objections).as("see %s", folder).isEmpty();
        deleteFolder();
    }

    private List<String> command() throws IOException {
        if (settings.supervisord().isPresent()) {
            var program = settings.supervisord().get().toString();
            return List.of(program, "-n", "-c", population.writeConf().toString());
        }
        var program = Path.of("target/taskmaster/bin/taskmaster").toAbsolutePath().toString();
        var file = population.writeYaml().toString();
        return List.of(program, "run", "--no-shell", "--quiet", "-c", file);
    }

    private void torment() throws IOException, InterruptedException {
        var end = System.nanoTime() + settings.time().toNanos();
        if (settings.supervisord().isPresent()) {
            misfortunes(end);
            return;
        }
        try (var _ = new Chaos(control, population, diary, random.nextLong())) {
            misfortunes(end);
        }
    }

    private void misfortunes(long end) throws IOException, InterruptedException {
        for (var i = 0; i < settings.faults() && System.nanoTime() - end < 0; i++) {
            Thread.sleep(1000 + random.nextInt(3000));
            switch (settings.kinds().get(random.nextInt(settings.kinds().size()))) {
                case KILL -> {
                    subject.replace(random.nextInt(1000));
                    killed++;
                }
                case UPGRADE -> {
                    var from = Diary.now();
                    upgrade();
                    diary.replaced(from);
                    replaced++;
                }
            }
        }
    }

    /// By a signal or by a request.
    private void upgrade() throws IOException, InterruptedException {
        if (random.nextBoolean()) {
            control.upgrade(java.util.Optional.empty());
            return;
        }
        var before = starts();
        subject.send("USR1");
        await("the daemon is replaced", () -> starts() > before && subject.answers());
    }

    private long starts() {
        try (var lines = Files.lines(folder.resolve("events.log"))) {
            return lines.filter(line -> line.contains("supervisor_started")).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /// Each of them lives at some moment, and is who it should be.
    private void expectThatAllRuns() throws IOException, InterruptedException {
        population.writeYaml();
        control.reload();
        // What is just being stopped is passed over: once it is down, it is started too.
        await("nothing is being stopped", () -> control.status().stream().noneMatch(SoakIT::stops));
        control.start(List.of("all"));
        var waited = new TreeSet<>(population.present());
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!waited.isEmpty() && System.nanoTime() - deadline < 0) {
            waited.removeAll(running());
            Thread.sleep(20);
        }
        if (!waited.isEmpty()) {
            objections.add("not running: " + waited);
        }
    }

    private static boolean stops(ProcessStatus process) {
        return process.state() == ProcessState.STOPPING;
    }

    private Set<String> running() {
        return control.status().stream()
                .filter(process -> process.state() == ProcessState.RUNNING)
                .filter(SoakIT::isThere)
                .map(process -> process.name().process())
                .collect(Collectors.toSet());
    }

    private static boolean isThere(ProcessStatus process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("\0" + process.name().process() + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    private void end() throws IOException, InterruptedException {
        var from = Diary.now();
        subject.send("TERM");
        if (!subject.ends()) {
            objections.add("the daemon does not end");
        }
        population.names().forEach(name -> diary.unanswered(name, from));
    }

    /// {@return what is left behind, but for who was killed and is just dying}
    private List<String> strays() throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        var strays = Strays.processes(folder);
        while (!strays.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(20);
            strays = Strays.processes(folder);
        }
        return strays;
    }

    private void report(double seconds, List<Double> gaps)
            throws IOException, InterruptedException {
        var strays = strays();
        var files = Strays.files(folder);
        var lives = Life.all(folder.resolve("lives"));
        var lines = Lines.count(folder.resolve("logs"), lives);
        var told = Told.read(folder.resolve("events.log"));
        var verdict = new Verdict(lives, told, diary);
        var text =
                """
                seconds                            %.0f
                children at a time, lives          %d, %d
                the daemon killed, replaced        %d, %d
                no answer for, median and longest  %s
                lines read                         %d
                lines missing, doubled, torn       %d, %d, %d
                events torn                        %d
                processes, pipes left behind       %d, %d
                """
                                .formatted(
                                        seconds,
                                        settings.children(),
                                        lives.size(),
                                        killed,
                                        replaced,
                                        gaps.isEmpty()
                                                ? "-"
                                                : "%.2f s, %.2f s"
                                                        .formatted(
                                                                gaps.get(gaps.size() / 2),
                                                                gaps.getLast()),
                                        lines.read(),
                                        lines.missing(),
                                        lines.doubled(),
                                        lines.torn(),
                                        told.torn(),
                                        strays.size(),
                                        files.size())
                        + verdict;
        System.out.println(text);
        if (settings.supervisord().isPresent()) {
            return;
        }
        if (!lines.examples().isEmpty()) {
            objections.add(lines.examples());
        }
        verdict.objection().ifPresent(objections::add);
        strays.forEach(stray -> objections.add("left behind: " + stray));
        files.forEach(file -> objections.add("left behind: " + file));
    }

    private void deleteFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterEach
    void killWhatIsLeft() {
        if (subject != null) {
            subject.destroy();
        }
        Strays.processes(folder).stream()
                .map(stray -> Long.parseLong(stray.split(" ")[0]))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }
}
