package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Ended;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Killing;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Signalled;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopped;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// The lines are also those of docs/reference/supervisord-events.md. To write them there after a
/// change that is meant:
///
/// `mvn -pl taskmaster-core test -Dtest=SupervisordTextTest -Ddocs=write`
class SupervisordTextTest {
    private static final Path PAGE = Path.of("../docs/reference/supervisord-events.md");
    private static final Instant AT = EventSamples.AT;
    private static final ProcessName WEB = new ProcessName("site", "web");
    private static final ProcessName DB = ProcessName.of("db");
    private static final String TIME = "2026-11-22 22:30:00,123 ";

    private static List<String> lines(LogLevel level, SupervisorEvent... events) {
        var text = new SupervisordText(level, ZoneOffset.ofHours(1));
        return List.of(events).stream()
                .map(text::line)
                .filter(line -> !line.isEmpty())
                .map(
                        line -> {
                            assertThat(line).startsWith(TIME);
                            return line.substring(TIME.length());
                        })
                .toList();
    }

    private static List<String> lines(SupervisorEvent... events) {
        return lines(LogLevel.INFO, events);
    }

    private static Ended ended(ExitStatus status) {
        return ended(status, status.equals(new ExitStatus.Code(0)));
    }

    private static Ended ended(ExitStatus status, boolean expected) {
        return new Ended(AT, WEB, 42, status, expected);
    }

    private static Exited exited(ExitStatus status, boolean expected) {
        return new Exited(AT, WEB, ProcessState.RUNNING, 42, status, expected);
    }

    @Test
    void linesAreThoseOfTheManual() throws IOException {
        var text = new SupervisordText(LogLevel.DEBUG, ZoneOffset.ofHours(1));
        var lines =
                Stream.concat(
                                Stream.of(new Starting(AT, DB, ProcessState.STOPPED, 0)),
                                EventSamples.all().stream())
                        .map(text::line)
                        .filter(line -> !line.isEmpty())
                        .toList();
        var page = Files.readString(PAGE);
        var start = page.indexOf("```log\n") + 7;
        var end = page.indexOf("```", start);
        if ("write".equals(System.getProperty("docs"))) {
            var block = String.join("\n", lines) + "\n";
            Files.writeString(PAGE, page.substring(0, start) + block + page.substring(end));
        } else {
            assertThat(page.substring(start, end).lines()).isEqualTo(lines);
        }
    }

    @Test
    void tellsTheLifeOfAProcess() {
        var code = new ExitStatus.Code(0);
        assertThat(
                        lines(
                                new SupervisorStarted(AT, 7),
                                new SupervisorEvent.Added(AT, WEB),
                                new Starting(AT, WEB, ProcessState.STOPPED, 0),
                                new Spawned(AT, WEB, 42),
                                new Running(
                                        AT, WEB, ProcessState.STARTING, 42, Duration.ofSeconds(1)),
                                ended(code),
                                exited(code, true)))
                .containsExactly(
                        "INFO spawned: 'web' with pid 42",
                        "INFO success: web entered RUNNING state, process has stayed up for"
                                + " > than 1 seconds (startsecs)",
                        "INFO exited: web (exit status 0; expected)");
    }

    @Test
    void warnsOfExitsThatAreNotExpected() {
        var code = new ExitStatus.Code(3);
        var signalled = new ExitStatus.Signalled(new Signal(11), true);
        assertThat(
                        lines(
                                ended(code),
                                exited(code, false),
                                ended(signalled),
                                exited(signalled, false)))
                .containsExactly(
                        "WARN exited: web (exit status 3; not expected)",
                        "WARN exited: web (terminated by SIGSEGV (core dumped); not expected)");
    }

    @Test
    void tellsFailedStarts() {
        var code = new ExitStatus.Code(0);
        assertThat(
                        lines(
                                new Spawned(AT, WEB, 42),
                                ended(code),
                                new BackingOff(
                                        AT,
                                        WEB,
                                        ProcessState.STARTING,
                                        1,
                                        Duration.ofSeconds(1),
                                        "Exited too quickly (process log may have details)"),
                                new BackingOff(
                                        AT,
                                        WEB,
                                        ProcessState.STARTING,
                                        2,
                                        Duration.ZERO,
                                        "can't find command '/no\n/such'"),
                                new Fatal(AT, WEB, ProcessState.BACKOFF, "no")))
                .containsExactly(
                        "INFO spawned: 'web' with pid 42",
                        "WARN exited: web (exit status 0; not expected)",
                        "INFO spawnerr: can't find command '/no\\n/such'",
                        "INFO gave up: web entered FATAL state, too many start retries too"
                                + " quickly");
    }

    @Test
    void tellsStops() {
        var term = new ExitStatus.Signalled(Signal.TERM, false);
        assertThat(
                        lines(
                                new Stopping(AT, WEB, ProcessState.RUNNING, 42, Signal.TERM),
                                new Killing(AT, WEB, 42),
                                ended(term),
                                new Stopped(AT, WEB, ProcessState.STOPPING, 42),
                                ended(new ExitStatus.Code(3), true),
                                new Stopped(AT, WEB, ProcessState.STOPPING, 42),
                                ended(new ExitStatus.Code(0), false),
                                new Stopped(AT, WEB, ProcessState.STOPPING, 42),
                                new Stopped(AT, WEB, ProcessState.BACKOFF, 0)))
                .containsExactly(
                        "INFO waiting for web to stop",
                        "WARN killing 'web' (42) with SIGKILL",
                        "WARN stopped: web (terminated by SIGTERM)",
                        "INFO stopped: web (exit status 3)",
                        "WARN stopped: web (exit status 0)");
    }

    @Test
    void tellsWhoHasToDieAtTheEnd() {
        assertThat(
                        lines(
                                new Starting(AT, DB, ProcessState.STOPPED, 0),
                                new Starting(AT, WEB, ProcessState.STOPPED, 0),
                                new SupervisorStopping(AT),
                                new Stopping(AT, WEB, ProcessState.RUNNING, 42, Signal.TERM),
                                new SupervisorStopped(AT)))
                .containsExactly("INFO waiting for db, web to die");
        assertThat(
                        lines(
                                new Starting(AT, DB, ProcessState.STOPPED, 0),
                                exited(new ExitStatus.Code(0), true),
                                new Stopped(AT, DB, ProcessState.STOPPING, 1),
                                new SupervisorStopping(AT)))
                .hasSize(1);
    }

    @Test
    void leavesOutWhatMattersLessThanItsLevel() {
        var spawned = new Spawned(AT, WEB, 42);
        var killing = new Killing(AT, WEB, 42);
        var signalled = new Signalled(AT, WEB, 42, Signal.HUP);
        assertThat(lines(LogLevel.CRITICAL, spawned, killing, signalled)).isEmpty();
        assertThat(lines(LogLevel.WARN, spawned, killing, signalled)).hasSize(1);
        assertThat(lines(LogLevel.DEBUG, spawned, killing, signalled))
                .last()
                .isEqualTo("DEBG sending web (pid 42) sig SIGHUP");
    }

    @Test
    void hasTheTimeOfEachLine() {
        var text = new SupervisordText(LogLevel.INFO, ZoneOffset.UTC);
        Stream.of("21:30:00,009", "21:30:00,010", "21:30:00,999", "21:31:00,500", "21:30:00,123")
                .forEach(
                        time -> {
                            var at = Instant.parse("2026-11-22T" + time.replace(',', '.') + "Z");
                            assertThat(text.line(at, LogLevel.INFO, "up"))
                                    .isEqualTo("2026-11-22 " + time + " INFO up");
                        });
    }

    @Test
    void hasSupervisordsNamesOfLevels() {
        var text = new SupervisordText(LogLevel.BLATHER, ZoneOffset.UTC);
        assertThat(List.of(LogLevel.values()))
                .extracting(level -> text.line(AT, level, "x").substring(24, 28))
                .containsExactly("CRIT", "ERRO", "WARN", "INFO", "DEBG", "TRAC", "BLAT");
        assertThat(text.missed(AT, 2))
                .isEqualTo("2026-11-22 21:30:00,123 WARN 2 events were dropped");
    }

    @Test
    void copiesWhatProcessesWriteAtDebugOnly() {
        assertThat(copied(LogLevel.INFO)).isEmpty();
        assertThat(copied(LogLevel.DEBUG))
                .endsWith(" DEBG 'web' stdout output:\nhello\n\n")
                .matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} .*");
    }

    private static String copied(LogLevel level) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (var log = SupervisordLog.toStream(stream, level)) {
            log.output(
                    new ProcessOutput(
                            AT,
                            WEB,
                            42,
                            Channel.STDOUT,
                            "hello\n".getBytes(StandardCharsets.UTF_8),
                            false));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
