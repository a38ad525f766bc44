package dev.taskmaster.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.event.SupervisorEvent.Fatal;
import dev.taskmaster.event.SupervisorEvent.Spawned;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The lines are those of docs/reference/events.md: that page is the golden table. To write them
/// there after a change that is meant:
///
/// `mvn -pl taskmaster-core test -Dtest=EventFormatTest -Ddocs=write`
class EventFormatTest {
    private static final ZoneId ZONE = ZoneOffset.ofHours(1);
    private static final Path PAGE = Path.of("../docs/reference/events.md");

    private final EventText text = new EventText(ZONE);
    private final EventJson json = new EventJson(ZONE);

    @Test
    void textLinesAreThoseOfTheManual() throws IOException {
        assertThat(linesOfManual("text", text)).isEqualTo(lines(text));
    }

    @Test
    void jsonLinesAreThoseOfTheManual() throws IOException {
        assertThat(linesOfManual("json", json)).isEqualTo(lines(json));
    }

    @Test
    void theManualHasAnExampleOfEveryEvent() {
        var shown = EventSamples.all().stream().map(Object::getClass).distinct().toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(events(SupervisorEvent.class));
    }

    @Test
    void theManualExplainsEveryEventAndEveryField() throws IOException {
        var words = new TreeSet<String>();
        for (var line : lines(json)) {
            words.addAll(parse(line).keySet());
            words.add((String) parse(line).get("event"));
        }

        var page = Files.readString(PAGE);
        assertThat(words).allSatisfy(word -> assertThat(page).contains("| `" + word + "` |"));
    }

    @Test
    void jsonSurvivesAnyText() {
        var every = new StringBuilder("\"\\/ \ud83d\udc40 é \u2028");
        for (var c = 0; c < 256; c++) {
            every.append((char) c);
        }
        var event =
                new Fatal(
                        EventSamples.AT, EventSamples.WEB, ProcessState.BACKOFF, every.toString());

        assertThat(json.line(event)).doesNotContain("\n");
        assertThat(parse(json.line(event))).containsEntry("reason", every.toString());
    }

    @Test
    void jsonHasFieldsOfTheRightTypes() {
        var running = parse(json.line(EventSamples.all().get(5)));

        assertThat(running)
                .containsEntry("event", "running")
                .containsEntry("name", "web")
                .containsEntry("group", "web")
                .containsEntry("pid", 42)
                .containsEntry("starttime", 5);
        assertThat(parse(json.line(EventSamples.all().get(8)))).containsEntry("expected", false);
        assertThat(parse(json.line(EventSamples.all().get(10)))).containsEntry("delay", 1.5);
    }

    @Test
    void textStaysOnOneLineWhateverTheReason() {
        var event =
                new Fatal(
                        EventSamples.AT,
                        EventSamples.WEB,
                        ProcessState.BACKOFF,
                        "first\nsecond\r\u001b[31m");

        assertThat(EventText.message(event))
                .isEqualTo("web is FATAL, not started again: first\\nsecond\\x0d\\x1b[31m");
    }

    @Test
    void syslogLinesAreOfRfc3164() {
        var syslog = new SyslogText(ZONE, 7);
        var at = Instant.parse("2026-11-02T21:30:00Z");

        assertThat(syslog.line(new Spawned(at, EventSamples.WEB, 42)))
                .isEqualTo("<30>Nov  2 22:30:00 taskmaster[7]: web started with pid 42");
        assertThat(syslog.line(EventSamples.all().get(11)))
                .startsWith("<27>Nov 22 22:30:00 taskmaster[7]: web is FATAL");
        assertThat(syslog.missed(at, 1))
                .isEqualTo("<28>Nov  2 22:30:00 taskmaster[7]: 1 event was dropped");
    }

    @Test
    void aSyslogLineIsCutWhereSyslogWouldCutIt() {
        var event =
                new Fatal(
                        EventSamples.AT, EventSamples.WEB, ProcessState.BACKOFF, "é".repeat(9000));

        var line = new SyslogText(ZONE, 7).line(event);

        assertThat(line.getBytes()).hasSizeBetween(8000, 8192);
        assertThat(line).endsWith("…");
    }

    private static List<String> lines(EventFormat format) {
        var lines = new ArrayList<>(EventSamples.all().stream().map(format::line).toList());
        lines.add(format.missed(EventSamples.AT, 12));
        return lines;
    }

    private static List<String> linesOfManual(String language, EventFormat format)
            throws IOException {
        var page = Files.readString(PAGE);
        var start = page.indexOf("```" + language + "\n") + language.length() + 4;
        var end = page.indexOf("```", start);
        if ("write".equals(System.getProperty("docs"))) {
            var lines = String.join("\n", lines(format)) + "\n";
            Files.writeString(PAGE, page.substring(0, start) + lines + page.substring(end));
            return lines(format);
        }
        return page.substring(start, end).lines().toList();
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventFormatTest::permitted)
                : Stream.of(type);
    }

    private static List<Class<?>> events(Class<?> type) {
        return permitted(type).distinct().toList();
    }

    /// JSON is YAML.
    private static Map<String, Object> parse(String line) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(line);
    }
}
