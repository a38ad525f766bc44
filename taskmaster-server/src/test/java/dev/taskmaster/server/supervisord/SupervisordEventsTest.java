package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Running;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.event.SupervisorEvent.Stopping;
import dev.taskmaster.event.SupervisorEvent.SupervisorStopping;
import dev.taskmaster.event.SupervisorEvent.Unknown;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The payloads are those of docs/reference/supervisord-events.md: that page is the golden table.
/// To write them there after a change that is meant:
///
/// `mvn -pl taskmaster-server test -Dtest=SupervisordEventsTest -Ddocs=write`
class SupervisordEventsTest {
    private static final Path PAGE = Path.of("../docs/reference/supervisord-events.md");
    private static final Instant AT = Instant.EPOCH;
    private static final ProcessName WEB = new ProcessName("site", "web");

    private static List<SupervisordEvent> samples() {
        var code = new ExitStatus.Code(0);
        return Stream.concat(
                        Stream.of(
                                        new Starting(AT, WEB, ProcessState.STOPPED, 0),
                                        new Running(
                                                AT, WEB, ProcessState.STARTING, 42, Duration.ZERO),
                                        new BackingOff(
                                                AT,
                                                WEB,
                                                ProcessState.STARTING,
                                                1,
                                                Duration.ZERO,
                                                "no"),
                                        new Stopping(
                                                AT, WEB, ProcessState.RUNNING, 42, Signal.TERM),
                                        new Exited(AT, WEB, ProcessState.RUNNING, 42, code, true),
                                        new Stopped(AT, WEB, ProcessState.STOPPING, 42),
                                        new Stopped(AT, WEB, ProcessState.BACKOFF, 0),
                                        new Fatal(AT, WEB, ProcessState.BACKOFF, "no"),
                                        new Unknown(AT, WEB, ProcessState.STOPPING, 42, "no"),
                                        new SupervisorStopping(AT))
                                .flatMap(event -> SupervisordEvents.of(event).stream()),
                        Stream.of(
                                SupervisordEvents.running(),
                                SupervisordEvents.of(output(Channel.STDOUT, "hi\n", false)),
                                SupervisordEvents.of(output(Channel.STDERR, "\u00ff", false)),
                                SupervisordEvents.of(output(Channel.STDOUT, "data", true)),
                                SupervisordEvents.of(output(Channel.STDERR, "data", true)),
                                SupervisordEvents.remoteCommunication("greeting", "hello"),
                                SupervisordEvents.tick(EventType.TICK_5, 1795383005),
                                SupervisordEvents.tick(EventType.TICK_60, 1795383060),
                                SupervisordEvents.tick(EventType.TICK_3600, 1795384800),
                                SupervisordEvents.groupAdded("site"),
                                SupervisordEvents.groupRemoved("site")))
                .toList();
    }

    private static List<String> lines() {
        return samples().stream()
                .map(event -> said(event).replace("\n", "\\n").stripTrailing())
                .toList();
    }

    @Test
    void payloadsAreThoseOfTheManual() throws IOException {
        var page = Files.readString(PAGE);
        var start = page.indexOf("```text\n") + 8;
        var end = page.indexOf("```", start);
        if ("write".equals(System.getProperty("docs"))) {
            var text = String.join("\n", lines()) + "\n";
            Files.writeString(PAGE, page.substring(0, start) + text + page.substring(end));
        } else {
            assertThat(page.substring(start, end).lines()).isEqualTo(lines());
        }
    }

    @Test
    void theManualShowsAndExplainsEveryType() throws IOException {
        var page = Files.readString(PAGE);
        assertThat(EventType.values())
                .allSatisfy(type -> assertThat(page).contains("`" + type + "`"));
        var isParent =
                Stream.of(EventType.values())
                        .collect(
                                Collectors.partitioningBy(
                                        type ->
                                                Stream.of(EventType.values())
                                                        .anyMatch(
                                                                other ->
                                                                        other != type
                                                                                && type.includes(
                                                                                        other))));
        assertThat(samples().stream().map(SupervisordEvent::type).distinct())
                .as("all that ever come")
                .containsExactlyInAnyOrderElementsOf(isParent.get(false));
    }

    private static String said(SupervisorEvent event) {
        return SupervisordEvents.of(event).map(SupervisordEventsTest::said).orElse("");
    }

    private static String said(SupervisordEvent event) {
        return event.type() + " " + event.payload();
    }

    @Test
    void exitsTellWhetherTheyWereExpected() {
        var code = new ExitStatus.Code(0);
        assertThat(said(new SupervisorEvent.Exited(AT, WEB, ProcessState.RUNNING, 42, code, true)))
                .isEqualTo(
                        "PROCESS_STATE_EXITED processname:web groupname:site"
                                + " from_state:RUNNING expected:1 pid:42");
        assertThat(said(new SupervisorEvent.Exited(AT, WEB, ProcessState.RUNNING, 42, code, false)))
                .endsWith(" expected:0 pid:42");
    }

    @Test
    void outputThatIsNoTextIsWrittenAsPythonDoes() {
        assertThat(said(SupervisordEvents.of(output(Channel.STDOUT, "it's \u00ff\n", false))))
                .endsWith("channel:stdout\nUndecodable: b\"it's \\xff\\n\"");
    }

    private static ProcessOutput output(Channel channel, String text, boolean captured) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new ProcessOutput(AT, WEB, 42, channel, bytes, captured);
    }

    @Test
    void nothingIsSaidOfWhatSupervisordDoesNotSay() {
        var summary = new ReloadSummary(List.of(), List.of(), List.of(), List.of(), 1);
        assertThat(
                        List.of(
                                new SupervisorEvent.SupervisorStarted(AT, 1),
                                new SupervisorEvent.Spawned(AT, WEB, 42),
                                new SupervisorEvent.Added(AT, WEB),
                                new SupervisorEvent.Reloaded(AT, summary)))
                .allMatch(event -> said(event).isEmpty());
    }
}
