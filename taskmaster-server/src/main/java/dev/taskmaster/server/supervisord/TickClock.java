package dev.taskmaster.server.supervisord;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// When which TICK event is due: whenever the wall clock passes a multiple of its period. None is
/// due at the start. If the clock jumps, or the machine slept, one is due and not many.
///
/// Source: supervisord supervisord.py, `tick`.
final class TickClock {
    private static final Map<EventType, Integer> PERIODS =
            new EnumMap<>(
                    Map.of(EventType.TICK_5, 5, EventType.TICK_60, 60, EventType.TICK_3600, 3600));

    private final Map<EventType, Long> last = new EnumMap<>(EventType.class);

    /// @param types what to tell of; all that are no ticks, or have no period, are ignored
    TickClock(Set<EventType> types, Instant now) {
        PERIODS.keySet().stream()
                .filter(types::contains)
                .forEach(tick -> last.put(tick, slice(tick, now)));
    }

    /// {@return all ticks that there are}
    static Set<EventType> all() {
        return PERIODS.keySet();
    }

    /// {@return what is due now, the shortest period first}
    List<SupervisordEvent> due(Instant now) {
        return last.keySet().stream()
                .filter(tick -> last.get(tick) != slice(tick, now))
                .toList()
                .stream()
                .peek(tick -> last.put(tick, slice(tick, now)))
                .map(tick -> SupervisordEvents.tick(tick, slice(tick, now)))
                .toList();
    }

    /// {@return how long it takes until something is due}
    Duration untilNext(Instant now) {
        var shortest = last.keySet().iterator().next();
        var next = Instant.ofEpochSecond(slice(shortest, now) + PERIODS.get(shortest));
        return Duration.between(now, next);
    }

    private static long slice(EventType tick, Instant now) {
        var period = PERIODS.get(tick);
        return Math.floorDiv(now.getEpochSecond(), period) * period;
    }
}
