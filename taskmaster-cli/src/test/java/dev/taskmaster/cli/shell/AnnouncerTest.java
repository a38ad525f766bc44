package dev.taskmaster.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.cli.render.Style;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class AnnouncerTest {
    private long now;
    private final Announcer announcer = new Announcer(() -> now);
    private final List<String> shown = new ArrayList<>();

    AnnouncerTest() {
        announcer.printTo(shown::add, Style.PLAIN);
    }

    private void say(int count) {
        for (var i = 0; i < count; i++) {
            announcer.say("line");
        }
    }

    @Test
    void showsLinesAsTheyCome() {
        announcer.release();
        say(3);
        assertThat(shown).hasSize(3);
    }

    @Test
    void keepsLinesWhileItIsHeld() {
        say(2);
        assertThat(shown).isEmpty();
        announcer.release();
        assertThat(shown).hasSize(2);
    }

    @Test
    void countsTheRestOfAFlood() {
        announcer.release();
        say(100);
        assertThat(shown).hasSize(8);
        now += Duration.ofSeconds(1).toNanos();
        say(1);
        assertThat(shown.subList(8, shown.size()))
                .containsExactly("... and 92 more, see events", "line");
    }

    @Test
    void keepsOnlyTheLastLinesOfAFloodWhileItIsHeld() {
        say(100);
        announcer.release();
        assertThat(shown).hasSize(9).endsWith("... and 92 more, see events");
    }

    @Test
    void announcesNoteworthyEventsAlone() {
        announcer.release();
        var web = ProcessName.of("web");
        announcer.on(new SupervisorEvent.Starting(Instant.EPOCH, web, ProcessState.STOPPED, 0));
        announcer.on(
                new SupervisorEvent.Fatal(
                        Instant.EPOCH, web, ProcessState.BACKOFF, "no such file"));
        assertThat(shown).singleElement().asString().contains("web", "FATAL", "no such file");
    }
}
