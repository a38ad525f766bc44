package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class SupervisordEventsTest {
    private static final Instant AT = Instant.EPOCH;
    private static final ProcessName WEB = new ProcessName("site", "web");

    private static String said(SupervisorEvent event) {
        return SupervisordEvents.of(event).map(SupervisordEventsTest::said).orElse("");
    }

    private static String said(SupervisordEvent event) {
        return event.type() + " " + event.payload();
    }

    @Test
    void statesHaveSupervisordsPayloads() {
        assertThat(said(new SupervisorEvent.Starting(AT, WEB, ProcessState.STOPPED, 0)))
                .isEqualTo(
                        "PROCESS_STATE_STARTING"
                                + " processname:web groupname:site from_state:STOPPED tries:0");
        assertThat(
                        said(
                                new SupervisorEvent.Running(
                                        AT, WEB, ProcessState.STARTING, 42, Duration.ZERO)))
                .isEqualTo(
                        "PROCESS_STATE_RUNNING"
                                + " processname:web groupname:site from_state:STARTING pid:42");
        assertThat(
                        said(
                                new SupervisorEvent.BackingOff(
                                        AT, WEB, ProcessState.STARTING, 1, Duration.ZERO, "no")))
                .isEqualTo(
                        "PROCESS_STATE_BACKOFF"
                                + " processname:web groupname:site from_state:STARTING tries:1");
        assertThat(
                        said(
                                new SupervisorEvent.Stopping(
                                        AT, WEB, ProcessState.RUNNING, 42, Signal.TERM)))
                .isEqualTo(
                        "PROCESS_STATE_STOPPING"
                                + " processname:web groupname:site from_state:RUNNING pid:42");
        assertThat(said(new SupervisorEvent.Stopped(AT, WEB, ProcessState.BACKOFF, 0)))
                .isEqualTo(
                        "PROCESS_STATE_STOPPED"
                                + " processname:web groupname:site from_state:BACKOFF pid:0");
        assertThat(said(new SupervisorEvent.Fatal(AT, WEB, ProcessState.BACKOFF, "no")))
                .isEqualTo(
                        "PROCESS_STATE_FATAL"
                                + " processname:web groupname:site from_state:BACKOFF");
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
    void outputIsALogEventWithItsChannel() {
        assertThat(said(SupervisordEvents.of(output(Channel.STDOUT, "hello\n", false))))
                .isEqualTo(
                        "PROCESS_LOG_STDOUT processname:web groupname:site pid:42"
                                + " channel:stdout\nhello\n");
        assertThat(said(SupervisordEvents.of(output(Channel.STDERR, "oh", false))))
                .isEqualTo(
                        "PROCESS_LOG_STDERR processname:web groupname:site pid:42"
                                + " channel:stderr\noh");
    }

    @Test
    void capturedOutputIsACommunicationEvent() {
        assertThat(said(SupervisordEvents.of(output(Channel.STDOUT, "hello", true))))
                .isEqualTo(
                        "PROCESS_COMMUNICATION_STDOUT"
                                + " processname:web groupname:site pid:42\nhello");
        assertThat(said(SupervisordEvents.of(output(Channel.STDERR, "", true))))
                .isEqualTo("PROCESS_COMMUNICATION_STDERR processname:web groupname:site pid:42\n");
    }

    @Test
    void outputThatIsNoTextIsWrittenAsPythonDoes() {
        assertThat(said(SupervisordEvents.of(output(Channel.STDOUT, "it's \u00ff\n", false))))
                .endsWith("channel:stdout\nUndecodable: b\"it's \\xff\\n\"");
        assertThat(PythonText.literal("\\ \"'\0~\u007f".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("b'\\\\ \"\\'\\x00~\\x7f'");
        assertThat(PythonText.of("ä€😀".getBytes(StandardCharsets.UTF_8))).isEqualTo("ä€😀");
    }

    private static ProcessOutput output(Channel channel, String text, boolean captured) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new ProcessOutput(AT, WEB, 42, channel, bytes, captured);
    }

    @Test
    void theDaemonsOwnEvents() {
        assertThat(said(SupervisordEvents.running())).isEqualTo("SUPERVISOR_STATE_CHANGE_RUNNING ");
        assertThat(said(new SupervisorEvent.SupervisorStopping(AT)))
                .isEqualTo("SUPERVISOR_STATE_CHANGE_STOPPING ");
        assertThat(said(SupervisordEvents.groupAdded("site")))
                .isEqualTo("PROCESS_GROUP_ADDED groupname:site\n");
        assertThat(said(SupervisordEvents.groupRemoved("site")))
                .isEqualTo("PROCESS_GROUP_REMOVED groupname:site\n");
        assertThat(said(SupervisordEvents.remoteCommunication("t", "d\nd")))
                .isEqualTo("REMOTE_COMMUNICATION type:t\nd\nd");
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
