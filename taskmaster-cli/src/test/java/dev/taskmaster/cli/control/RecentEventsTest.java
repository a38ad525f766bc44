package dev.taskmaster.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.SupervisorStarted;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class RecentEventsTest {
    private final RecentEvents events = new RecentEvents(3);

    private static SupervisorEvent event(int number) {
        return new SupervisorStarted(Instant.EPOCH, number);
    }

    private static List<SupervisorEvent> list(int... numbers) {
        var list = new ArrayList<SupervisorEvent>();
        for (var number : numbers) {
            list.add(event(number));
        }
        return list;
    }

    private void happen(int from, int to) {
        for (var i = from; i <= to; i++) {
            events.on(event(i));
        }
    }

    @Test
    void remembersTheLastOnes() throws IOException {
        happen(1, 5);
        var heard = new ArrayList<SupervisorEvent>();
        events.listen(10, heard::add).close();
        assertThat(heard).isEqualTo(list(3, 4, 5));
    }

    @Test
    void remembersNothingFromBeforeAGapAndSaysThatThereIsOne() {
        var missed = new ArrayList<Long>();
        happen(1, 2);
        events.listen(10, new Gaps(missed));
        events.missed(7);
        happen(10, 10);
        assertThat(events.last(10)).isEqualTo(list(10));
        assertThat(missed).containsExactly(7L);
    }

    private record Gaps(List<Long> missed) implements EventListener {
        @Override
        public void on(SupervisorEvent event) {
            // Not of interest.
        }

        @Override
        public void missed(long count) {
            missed.add(count);
        }
    }

    @Test
    void handsOnNoMoreThanWanted() throws IOException {
        happen(1, 3);
        var heard = new ArrayList<SupervisorEvent>();
        events.listen(1, heard::add).close();
        assertThat(heard).isEqualTo(list(3));
    }

    @Test
    void goesOnWithWhatHappensUntilTheListeningEnds() throws IOException {
        happen(1, 2);
        var heard = new ArrayList<SupervisorEvent>();
        var listening = events.listen(1, heard::add);
        happen(3, 4);
        listening.close();
        happen(5, 5);
        assertThat(heard).isEqualTo(list(2, 3, 4));
    }
}
