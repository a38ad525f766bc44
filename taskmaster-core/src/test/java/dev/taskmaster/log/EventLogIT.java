package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.testing.FakeSyslog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

@Timeout(60)
class EventLogIT {
    private static final EventText TEXT = new EventText(ZoneOffset.UTC);

    @TempDir Path folder;

    @Test
    void eachLineIsInTheFileAtOnce() throws IOException {
        var file = folder.resolve("events.log");
        Files.writeString(file, "before\n");
        try (var log = EventLog.toFile(file, TEXT)) {
            log.on(spawned(1));
            assertThat(file).content().isEqualTo("before\n" + line(1) + "\n");

            log.on(spawned(2));
            assertThat(file).content().isEqualTo("before\n" + line(1) + "\n" + line(2) + "\n");
        }
    }

    @Test
    void aFileIsRotatedBetweenLines() throws IOException {
        var file = folder.resolve("events.log");
        try (var log = EventLog.toFile(file, new Rotation(100, 2), TEXT)) {
            for (var pid = 1; pid <= 5; pid++) {
                log.on(spawned(pid));
            }
        }

        assertThat(folder.resolve("events.log.2"))
                .content()
                .isEqualTo(line(1) + "\n" + line(2) + "\n");
        assertThat(folder.resolve("events.log.1"))
                .content()
                .isEqualTo(line(3) + "\n" + line(4) + "\n");
        assertThat(file).content().isEqualTo(line(5) + "\n");
    }

    @Test
    void saysHowManyEventsWereMissed() throws IOException {
        var file = folder.resolve("events.log");
        try (var log = EventLog.toFile(file, TEXT)) {
            log.missed(3);
        }

        assertThat(file).content().endsWith(" WARN 3 events were dropped\n");
    }

    @Test
    void reopensAFileThatSomebodyRenamed() throws IOException {
        var file = folder.resolve("events.log");
        try (var log = EventLog.toFile(file, TEXT)) {
            log.on(spawned(1));
            Files.move(file, folder.resolve("moved"));
            log.reopen();
            log.on(spawned(2));
        }

        assertThat(folder.resolve("moved")).content().isEqualTo(line(1) + "\n");
        assertThat(file).content().isEqualTo(line(2) + "\n");
    }

    @Test
    void refusesAFileInAFolderThatIsNotThere() {
        assertThatThrownBy(() -> EventLog.toFile(folder.resolve("no/events.log"), TEXT))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + folder.resolve("no"));
    }

    @Test
    void writesToAStreamInItsCharacterSetAndLeavesItOpen() {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, false, StandardCharsets.UTF_16BE);
        try (var log = EventLog.toStream(stream, TEXT)) {
            log.on(spawned(1));
            assertThat(bytes.toString(StandardCharsets.UTF_16BE)).isEqualTo(line(1) + "\n");
        }

        stream.print("open");
        stream.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_16BE)).endsWith("open");
    }

    @Test
    void aFullDiskDisturbsNobody() throws IOException {
        try (var log = EventLog.toFile(Path.of("/dev/full"), TEXT)) {
            log.on(spawned(1));
            log.missed(2);
        }
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        var file = inner.resolve("events.log");
        try (var log = EventLog.toFile(file, new Rotation(1, 9), TEXT)) {
            Files.move(inner, folder.resolve("moved"));
            log.on(spawned(1)); // to the old file, which is then too large
            log.on(spawned(2));
            log.on(spawned(3));
            Files.createDirectory(inner);
            log.on(spawned(4));
        }

        assertThat(
                        Stream.of(
                                "moved/events.log",
                                "inner/events.log.3",
                                "inner/events.log.2",
                                "inner/events.log.1"))
                .extracting(name -> Files.readString(folder.resolve(name)))
                .containsExactly(line(1) + "\n", line(2) + "\n", line(3) + "\n", line(4) + "\n");
    }

    @Test
    void dropsEventsOnlyWhenTooManyWaitAndSaysSo() {
        var target = new Stuck();
        var log = new EventLog(TEXT, target, InstantSource.fixed(EventSamples.AT));
        for (var pid = 1; pid <= EventLog.LINES_WAITING_MAX + 3; pid++) {
            log.on(spawned(pid));
        }
        assertThat(target.lines).isEmpty();

        target.isStuck = false;
        log.on(spawned(77));
        log.on(spawned(78));

        var expected = new ArrayList<String>();
        for (var pid = 1; pid <= EventLog.LINES_WAITING_MAX; pid++) {
            expected.add(line(pid));
        }
        expected.add(TEXT.missed(EventSamples.AT, 3));
        expected.add(line(77));
        expected.add(line(78));
        assertThat(target.lines).isEqualTo(expected);
    }

    @Test
    void closingTriesOnceMore() {
        var target = new Stuck();
        var log = new EventLog(TEXT, target, InstantSource.fixed(EventSamples.AT));
        log.on(spawned(1));

        target.isStuck = false;
        log.close();
        log.on(spawned(2));

        assertThat(target.lines).containsExactly(line(1));
    }

    @Test
    void writesToTheSocketOfSyslog() throws Exception {
        var socket = folder.resolve("log");
        try (var syslog = new FakeSyslog(socket);
                var log = EventLog.toSyslog(socket)) {
            log.on(spawned(42));
            log.missed(2);

            var pid = ProcessHandle.current().pid();
            assertThat(syslog.receive())
                    .matches(
                            "<30>... [ \\d]\\d \\d\\d:\\d\\d:\\d\\d taskmaster\\["
                                    + pid
                                    + "]: "
                                    + "web started with pid 42");
            assertThat(syslog.receive()).startsWith("<28>").endsWith(": 2 events were dropped");
        }
    }

    @Test
    void writesToSyslogAsSupervisordDoes() throws Exception {
        var socket = folder.resolve("log");
        try (var syslog = new FakeSyslog(socket);
                var log = SupervisordLog.toSyslog(socket, LogLevel.INFO)) {
            log.on(spawned(42));
            log.say(LogLevel.WARN, "one\ntwo");

            var time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ";
            var begin = "<14>... [ \\d]\\d \\d\\d:\\d\\d:\\d\\d supervisord: " + time;
            assertThat(syslog.receive()).matches(begin + "INFO spawned: 'web' with pid 42");
            assertThat(syslog.receive()).matches(begin + "WARN one");
            assertThat(syslog.receive()).matches(begin + "WARN two");
        }
    }

    @Test
    void eventsWaitForASyslogThatIsNotThereYet() throws Exception {
        var socket = folder.resolve("log");
        try (var log = EventLog.toSyslog(socket)) {
            log.on(spawned(1));
            try (var syslog = new FakeSyslog(socket)) {
                log.on(spawned(2));

                assertThat(syslog.receive()).endsWith("pid 1");
                assertThat(syslog.receive()).endsWith("pid 2");
            }
        }
    }

    private static Spawned spawned(long pid) {
        return new Spawned(EventSamples.AT, EventSamples.WEB, pid);
    }

    private static String line(long pid) {
        return TEXT.line(spawned(pid));
    }

    private static final class Stuck implements EventLog.Target {
        final List<String> lines = new ArrayList<>();
        boolean isStuck = true;

        @Override
        public Optional<String> write(ByteBuffer bytes) {
            if (isStuck) {
                return Optional.of("stuck");
            }
            lines.add(StandardCharsets.UTF_8.decode(bytes).toString().stripTrailing());
            return Optional.empty();
        }
    }
}
