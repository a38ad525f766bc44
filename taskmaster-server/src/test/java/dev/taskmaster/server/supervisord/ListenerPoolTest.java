package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.server.supervisord.ListenerPool.Action;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Stories of a pool `mail` with members `a` and `b`. Each step says what is sent (`a<-0`) and what
/// the log tells above DEBUG.
class ListenerPoolTest {
    private ListenerPool pool = pool(10, "PROCESS_STATE", "TICK_5");
    private long serial = 99;

    private static ListenerPool pool(int bufferSize, String... events) {
        var listeners =
                new GroupConfig.Listeners(
                        new TreeSet<>(List.of(events)),
                        bufferSize,
                        GroupConfig.Listeners.DEFAULT_HANDLER);
        var members = List.of(Configs.process("mail", "a"), Configs.process("mail", "b"));
        return new ListenerPool(new GroupConfig("mail", -1, listeners, members), listeners);
    }

    private static ProcessName member(String name) {
        return new ProcessName("mail", name);
    }

    private List<String> happens() {
        return happens("x");
    }

    private List<String> happens(String payload) {
        var event = new SupervisordEvent(EventType.PROCESS_STATE_EXITED, payload);
        return story(pool.accept(event, ++serial));
    }

    private List<String> is(String name, ProcessState... states) {
        var all = new ArrayList<String>();
        for (var state : states) {
            all.addAll(story(pool.entered(member(name), state)));
        }
        return all;
    }

    private List<String> says(String name, String text) {
        return story(pool.wrote(member(name), text.getBytes(StandardCharsets.UTF_8)));
    }

    private void ready(String... names) {
        for (var name : names) {
            is(name, ProcessState.STARTING, ProcessState.RUNNING);
            says(name, "READY\n");
        }
    }

    private static List<String> story(List<Action> actions) {
        var story = new ArrayList<String>();
        for (var action : actions) {
            switch (action) {
                case Action.Send(var listener, var event) ->
                        story.add(listener.process() + "<-" + event.poolSerial());
                case Action.Say(var level, var message) when level != LogLevel.DEBUG ->
                        story.add(level + " " + message);
                case Action.Say _ -> {}
            }
        }
        return story;
    }

    private static final String UNKNOWN =
            ": has entered the UNKNOWN state and will no longer receive events, this usually"
                    + " indicates the process violated the eventlistener protocol";

    @Test
    void anEventGoesToOneListenerThatIsReady() {
        ready("a", "b");
        assertThat(happens()).containsExactly("a<-0");
        assertThat(happens()).containsExactly("b<-1");
        assertThat(happens()).isEmpty();
        assertThat(says("b", "RESULT 2\nOK")).isEmpty();
        assertThat(says("b", "READY\n")).containsExactly("b<-2");
    }

    @Test
    void eventsWaitInOrderUntilAListenerIsRunningAndReady() {
        happens();
        happens();
        assertThat(is("a", ProcessState.STARTING)).isEmpty();
        assertThat(says("a", "READY\n")).isEmpty();
        assertThat(is("a", ProcessState.RUNNING)).containsExactly("a<-0");
        assertThat(says("a", "RESULT 2\nOKREADY\n")).containsExactly("a<-1");
    }

    @Test
    void aRejectedEventIsSentAgainBeforeAllOthersWithItsNumbers() {
        ready("a");
        happens();
        happens();
        assertThat(says("a", "RESULT 4\nFAILREADY\n"))
                .containsExactly("WARN a: event was rejected", "a<-0");
        assertThat(says("a", "RESULT 2\nOKREADY\n")).containsExactly("a<-1");
    }

    @Test
    void anotherListenerMayGetTheRejectedEvent() {
        ready("a", "b");
        happens();
        assertThat(says("a", "RESULT 4\nFAIL"))
                .containsExactly("WARN a: event was rejected", "b<-0");
    }

    @Test
    void theEventOfAListenerThatDiesIsSentAgain() {
        ready("a");
        happens();
        happens();
        assertThat(is("a", ProcessState.EXITED, ProcessState.STARTING, ProcessState.RUNNING))
                .isEmpty();
        assertThat(says("a", "READY\n")).containsExactly("a<-0");
    }

    @Test
    void aListenerThatIsRestartedStartsOver() {
        ready("a");
        says("a", "what?\n");
        is("a", ProcessState.EXITED, ProcessState.STARTING, ProcessState.RUNNING);
        assertThat(says("a", "READY\n")).isEmpty();
        assertThat(happens()).containsExactly("a<-0");
    }

    @Test
    void aListenerThatIsStoppedGetsNothingButMayAnswer() {
        ready("a", "b");
        happens();
        assertThat(is("b", ProcessState.STOPPING)).isEmpty();
        assertThat(happens()).isEmpty();
        is("a", ProcessState.STOPPING);
        assertThat(says("a", "RESULT 2\nOK")).isEmpty();
        is("a", ProcessState.STOPPED);
        assertThat(is("a", ProcessState.STARTING, ProcessState.RUNNING)).isEmpty();
        assertThat(says("a", "READY\n")).containsExactly("a<-1");
    }

    @Test
    void nonsenseEndsAListenersPartAndItsEventGoesBack() {
        ready("a", "b");
        happens();
        assertThat(says("a", "oops\n"))
                .containsExactly("WARN a: bad result line: 'oops'", "WARN a" + UNKNOWN, "b<-0");
        assertThat(says("a", "READY\n")).isEmpty();
        assertThat(happens()).isEmpty();
    }

    @Test
    void aListenerThatSpeaksOutOfTurnGetsNoMoreEvents() {
        ready("a");
        assertThat(says("a", "debug: hello\n")).containsExactly("WARN a" + UNKNOWN);
        assertThat(happens()).isEmpty();
    }

    @Test
    void aFullBufferLosesTheOldestEvent() {
        pool = pool(2, "EVENT");
        happens();
        happens();
        assertThat(happens())
                .containsExactly("ERROR pool mail event buffer overflowed, discarding event 100");
        ready("b");
        assertThat(says("b", "RESULT 2\nOKREADY\n")).containsExactly("b<-2");
    }

    @Test
    void anEventThatGoesBackToAFullBufferPushesOutTheOldestToo() {
        pool = pool(2, "EVENT");
        ready("a");
        happens();
        happens();
        happens();
        assertThat(is("a", ProcessState.EXITED))
                .containsExactly("ERROR pool mail event buffer overflowed, discarding event 101");
        ready("b");
        assertThat(says("b", "RESULT 2\nOKREADY\n")).containsExactly("b<-2");
    }

    @Test
    void anEventThatCannotBeWrittenGoesToAnotherListener() {
        ready("a", "b");
        var send =
                pool.accept(new SupervisordEvent(EventType.TICK_5, "when:5"), 7).stream()
                        .filter(Action.Send.class::isInstance)
                        .map(Action.Send.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(story(pool.undelivered(send.listener(), send.event())))
                .containsExactly("WARN a" + UNKNOWN, "b<-0");
        assertThat(story(pool.undelivered(send.listener(), send.event()))).isEmpty();
    }

    @Test
    void subscribesToSubtypes() {
        assertThat(pool.wants(EventType.PROCESS_STATE_FATAL)).isTrue();
        assertThat(pool.wants(EventType.TICK_5)).isTrue();
        assertThat(pool.wants(EventType.TICK_60)).isFalse();
        assertThat(pool.wants(EventType.PROCESS_LOG_STDOUT)).isFalse();
    }

    @Test
    void everythingIsAnEvent() {
        assertThat(EventType.values()).allMatch(EventType.EVENT::includes);
    }

    @Test
    void theLengthOfAnEnvelopeCountsCharactersAsPythonDoes() {
        var event =
                new ListenerPool.Numbered(
                        new SupervisordEvent(EventType.PROCESS_LOG_STDOUT, "a\nä€😀"), 21, 10);
        assertThat(event.envelope("supervisor", "mail"))
                .isEqualTo(
                        "ver:3.0 server:supervisor serial:21 pool:mail poolserial:10"
                                + " eventname:PROCESS_LOG_STDOUT len:5\na\nä€😀");
    }

    @Test
    void aThousandEventsArriveInOrderThroughASmallBuffer() {
        pool = pool(1, "EVENT");
        ready("a");
        var story =
                IntStream.range(0, 1000)
                        .mapToObj(
                                _ -> {
                                    var sent = new ArrayList<>(happens());
                                    sent.addAll(says("a", "RESULT 2\nOKREADY\n"));
                                    return sent;
                                })
                        .flatMap(List::stream)
                        .toList();
        assertThat(story).isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "a<-" + i).toList());
    }
}
