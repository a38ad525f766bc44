package dev.taskmaster.server.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

class TickerIT {
    @Test
    void ticksWhileSomebodyWantsIt() {
        List<SupervisordEvent> ticks = new CopyOnWriteArrayList<>();
        try (var ticker = new Ticker(ticks::add)) {
            ticker.want(Set.of(EventType.TICK_5));
            Await.until(() -> ticks.size() == 1);
            ticker.want(Set.of());
            ticker.want(Set.of(EventType.TICK_3600));
        }
        var when = Long.parseLong(ticks.getFirst().payload().substring("when:".length()));
        assertThat(ticks.getFirst().type()).isEqualTo(EventType.TICK_5);
        assertThat(when % 5).isZero();
    }
}
