package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.event.ProcessOutput;
import dev.taskmaster.event.ProcessOutput.Channel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

class ListenerPoolsTest {
    private static final ProcessName MAIL = ProcessName.of("mail");
    private static final ProcessName WEB = ProcessName.of("web");

    private final List<String> written = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private boolean listens;
    private int taken;
    private Outcome.Result writing = Outcome.Result.DONE;
    private final ListenerPools pools =
            new ListenerPools("supervisor", this::write, (level, text) -> said.add(text));

    private CompletableFuture<List<Outcome>> write(String process, byte[] bytes) {
        written.add(process + "<-" + new String(bytes, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(List.of(new Outcome(process, writing)));
    }

    @AfterEach
    void close() {
        pools.close();
    }

    private static GroupConfig listener(String... events) {
        return new GroupConfig(
                "mail",
                -1,
                new GroupConfig.Listeners(
                        new TreeSet<>(List.of(events)), 100, GroupConfig.Listeners.DEFAULT_HANDLER),
                List.of(Configs.process("mail", "mail")));
    }

    private static GroupConfig program(String name, boolean events) {
        return new GroupConfig(
                name,
                999,
                new GroupConfig.Programs(),
                List.of(Configs.process(name, name, events)));
    }

    private static GroupConfig empty(String name) {
        return new GroupConfig(name, 999, new GroupConfig.Programs(), List.of());
    }

    private void added(ProcessName name) {
        pools.on(new SupervisorEvent.Added(Instant.EPOCH, name));
    }

    private void running(ProcessName name) {
        pools.on(new SupervisorEvent.Starting(Instant.EPOCH, name, ProcessState.STOPPED, 0));
        pools.on(
                new SupervisorEvent.Running(
                        Instant.EPOCH, name, ProcessState.STARTING, 42, Duration.ZERO));
    }

    private void says(ProcessName name, Channel channel, String text, boolean captured) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        pools.output(new ProcessOutput(Instant.EPOCH, name, 42, channel, bytes, captured));
    }

    /// Has the listener take everything that waits for it, and says what that was since it was
    /// asked last.
    private List<String> told() {
        if (!listens) {
            listens = true;
            says(MAIL, Channel.STDOUT, "READY\n", false);
        }
        var from = taken;
        while (taken < written.size()) {
            taken++;
            says(MAIL, Channel.STDOUT, "RESULT 2\nOKREADY\n", false);
        }
        return written.subList(from, taken).stream()
                .map(text -> text.replaceFirst("(?s).*eventname:(\\S+) len:\\d+\n", "$1 "))
                .toList();
    }

    @Test
    void tellsWhatHappenedSinceTheStartInSupervisordsOrder() {
        pools.expectAll(
                List.of(listener("EVENT"), empty("none"), program("web", false), empty("last")));
        added(MAIL);
        added(WEB);
        running(WEB);
        running(MAIL);
        assertThat(told())
                .containsExactly(
                        "PROCESS_GROUP_ADDED groupname:mail\n",
                        "PROCESS_GROUP_ADDED groupname:none\n",
                        "PROCESS_GROUP_ADDED groupname:web\n",
                        "PROCESS_GROUP_ADDED groupname:last\n",
                        "SUPERVISOR_STATE_CHANGE_RUNNING ",
                        "PROCESS_STATE_STARTING"
                                + " processname:web groupname:web from_state:STOPPED tries:0",
                        "PROCESS_STATE_RUNNING"
                                + " processname:web groupname:web from_state:STARTING pid:42",
                        "PROCESS_STATE_STARTING"
                                + " processname:mail groupname:mail from_state:STOPPED tries:0",
                        "PROCESS_STATE_RUNNING"
                                + " processname:mail groupname:mail from_state:STARTING pid:42");
    }

    @Test
    void writesTheEnvelopeToTheListenersStdin() {
        pools.expectAll(List.of(listener("REMOTE_COMMUNICATION")));
        added(MAIL);
        running(MAIL);
        says(MAIL, Channel.STDOUT, "READY\n", false);
        pools.identify("other");
        pools.remoteCommunication("ä", "b");
        assertThat(written)
                .containsExactly(
                        "mail<-ver:3.0 server:other serial:0 pool:mail poolserial:0"
                                + " eventname:REMOTE_COMMUNICATION len:8\ntype:ä\nb");
    }

    @Test
    void serialsCountOnlyWhatSomePoolWants() {
        pools.expectAll(List.of(listener("REMOTE_COMMUNICATION"), program("web", false)));
        added(MAIL);
        running(WEB);
        running(MAIL);
        pools.remoteCommunication("a", "b");
        says(MAIL, Channel.STDOUT, "READY\n", false);
        assertThat(written).singleElement().asString().contains(" serial:0 ");
    }

    @Test
    void outputMakesEventsOnlyWhereThatIsEnabled() {
        var loud = ProcessName.of("loud");
        pools.expectAll(
                List.of(
                        listener("PROCESS_LOG", "PROCESS_COMMUNICATION"),
                        program("web", false),
                        program("loud", true)));
        added(MAIL);
        running(MAIL);
        says(WEB, Channel.STDOUT, "for the log of the daemon", false);
        says(WEB, Channel.STDOUT, "hello", true);
        says(loud, Channel.STDERR, "oh", false);
        assertThat(told())
                .containsExactly(
                        "PROCESS_COMMUNICATION_STDOUT"
                                + " processname:web groupname:web pid:42\nhello",
                        "PROCESS_LOG_STDERR"
                                + " processname:loud groupname:loud pid:42 channel:stderr\noh");
    }

    @Test
    void groupsComeAndGoWithTheirProcesses() {
        pools.expectAll(List.of(listener("PROCESS_GROUP", "PROCESS_STATE_STOPPED")));
        added(MAIL);
        running(MAIL);
        told();

        pools.expect(program("web", false));
        pools.expect(empty("none"));
        assertThat(told()).containsExactly("PROCESS_GROUP_ADDED groupname:none\n");
        added(WEB);
        assertThat(told()).containsExactly("PROCESS_GROUP_ADDED groupname:web\n");

        pools.expectNoMore(program("web", false));
        pools.on(new SupervisorEvent.Stopped(Instant.EPOCH, WEB, ProcessState.STOPPING, 42));
        pools.on(new SupervisorEvent.Removed(Instant.EPOCH, WEB));
        assertThat(told())
                .containsExactly(
                        "PROCESS_STATE_STOPPED"
                                + " processname:web groupname:web from_state:STOPPING pid:42",
                        "PROCESS_GROUP_REMOVED groupname:web\n");
    }

    @Test
    void aPoolThatIsRemovedHearsNothingMore() {
        pools.expectAll(List.of(listener("EVENT")));
        added(MAIL);
        running(MAIL);
        told();
        pools.expectNoMore(listener("EVENT"));
        pools.on(new SupervisorEvent.Removed(Instant.EPOCH, MAIL));
        running(WEB);
        assertThat(told()).isEmpty();
    }

    @Test
    void aNewStartKeepsNothingOfTheOldOne() {
        pools.expectAll(List.of(listener("PROCESS_STATE")));
        added(MAIL);
        running(WEB);
        pools.expectAll(List.of(listener("SUPERVISOR_STATE_CHANGE")));
        pools.on(new SupervisorEvent.Removed(Instant.EPOCH, MAIL));
        added(MAIL);
        running(MAIL);
        assertThat(told()).containsExactly("SUPERVISOR_STATE_CHANGE_RUNNING ");
    }

    @Test
    void aListenerThatReadsNothingIsToldNothingMore() {
        pools.expectAll(List.of(listener("REMOTE_COMMUNICATION")));
        added(MAIL);
        running(MAIL);
        says(MAIL, Channel.STDOUT, "READY\n", false);
        writing = Outcome.Result.FAILED;
        pools.remoteCommunication("a", "b");
        assertThat(said).anyMatch(s -> s.startsWith("mail: has entered the UNKNOWN state"));
        pools.remoteCommunication("a", "b");
        assertThat(written).hasSize(1);
    }

    @Test
    void anEventThatCannotBeWrittenInOnePieceIsDropped() {
        pools.expectAll(List.of(listener("REMOTE_COMMUNICATION")));
        added(MAIL);
        running(MAIL);
        pools.remoteCommunication("a", "ä".repeat(ListenerPools.PAYLOAD_BYTES_MAX / 2));
        pools.remoteCommunication("a", "b");
        assertThat(told()).containsExactly("REMOTE_COMMUNICATION type:a\nb");
        assertThat(said).first().asString().startsWith("discarding an event REMOTE_COMMUNICATION");
    }

    @Test
    void whatWasMissedIsSaidAndGroupsAreThereAllTheSame() {
        pools.expectAll(List.of(listener("PROCESS_GROUP_ADDED")));
        pools.missed(3);
        running(MAIL);
        assertThat(told()).containsExactly("PROCESS_GROUP_ADDED groupname:mail\n");
        assertThat(said).first().asString().startsWith("3 events");
    }
}
