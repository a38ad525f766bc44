package dev.taskmaster.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.BackingOff;
import dev.taskmaster.event.SupervisorEvent.Exited;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.ReloadRefused;
import dev.taskmaster.event.SupervisorEvent.Starting;
import dev.taskmaster.event.SupervisorEvent.Stopped;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class EventLineTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final ProcessName WEB = ProcessName.of("web");

    private static SupervisorEvent exited(boolean expected) {
        return new Exited(AT, WEB, ProcessState.RUNNING, 42, new ExitStatus.Code(1), expected);
    }

    private static SupervisorEvent backsOffFor(Duration delay) {
        return new BackingOff(AT, WEB, ProcessState.STARTING, 1, delay, "exited too quickly");
    }

    @Test
    void beginsWithTheTimeOfDay() {
        assertThat(new EventLine(ZoneOffset.ofHours(1), Style.PLAIN).text(exited(true)))
                .startsWith("04:04:05 web ");
    }

    @Test
    void coloursWhatMatters() {
        var line = new EventLine(ZoneOffset.UTC, new Style(true));
        assertThat(line.text(exited(false))).startsWith("\033[33m");
        assertThat(line.text(new Fatal(AT, WEB, ProcessState.BACKOFF, "why")))
                .startsWith("\033[31m");
        assertThat(line.text(exited(true))).doesNotContain("\033");
    }

    @Test
    void failuresAreNoteworthy() {
        assertThat(
                        List.of(
                                exited(false),
                                backsOffFor(Duration.ofSeconds(1)),
                                new Fatal(AT, WEB, ProcessState.BACKOFF, "why")))
                .allMatch(EventLine::isNoteworthy);
    }

    @Test
    void whatIsAsItShouldBeIsNotNoteworthy() {
        assertThat(
                        List.of(
                                exited(true),
                                backsOffFor(Duration.ZERO),
                                new Starting(AT, WEB, ProcessState.STOPPED, 0),
                                new Stopped(AT, WEB, ProcessState.STOPPING, 42),
                                new ReloadRefused(AT, List.of("bad"))))
                .noneMatch(EventLine::isNoteworthy);
    }
}
