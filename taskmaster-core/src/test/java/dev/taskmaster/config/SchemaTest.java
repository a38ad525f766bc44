package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.taskmaster.config.DaemonSettings.LogFormat;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The schema for editors says what the reader does.
class SchemaTest {
    private static final JsonNode SCHEMA = read();

    @TempDir Path folder;

    /// A kind of map, and how to load a configuration that holds one of them.
    enum Kind {
        TOP(Keys.TOP, "", "%s"),
        TASKMASTER(Keys.TASKMASTER, "/$defs/taskmaster", "{programs: {}, taskmaster: {%s}}"),
        EXIT_ON(
                Keys.EXIT_ON,
                "/$defs/exit_on",
                "{programs: {web: {cmd: web}}, taskmaster: {exit_on: {program: web, %s}}}"),
        PROGRAM(Keys.PROGRAM, "/$defs/program", "{programs: {web: {cmd: web, %s}}}"),
        LIMITS(Keys.LIMITS, "/$defs/limits", "{programs: {web: {cmd: web, limits: {%s}}}}"),
        BACKOFF(Keys.BACKOFF, "/$defs/backoff", "{programs: {web: {cmd: web, backoff: {%s}}}}"),
        ROTATED(Keys.ROTATED, "/$defs/rotated", "{programs: {web: {cmd: web, stdout: {%s}}}}");

        private final Keys keys;
        private final String pointer;
        private final String template;

        Kind(Keys keys, String pointer, String template) {
            this.keys = keys;
            this.pointer = pointer;
            this.template = template;
        }

        JsonNode properties() {
            return SCHEMA.at(pointer + "/properties");
        }

        String with(String key, String value) {
            var text = template.formatted(key + ": " + value);
            // What is required is in the template, where it must not be twice.
            return switch (key) {
                case "cmd" -> text.replace("cmd: web, ", "");
                case "program" -> text.replace("program: web, ", "");
                default -> text;
            };
        }

        String without() {
            return template.formatted("");
        }
    }

    record Property(Kind kind, String key, JsonNode schema) {
        String with(String value) {
            return kind.with(key, value);
        }

        @Override
        public String toString() {
            return kind + "." + key;
        }
    }

    private static JsonNode read() {
        try (var in = ConfigFile.class.getResourceAsStream("taskmaster.schema.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Property> properties() {
        return Stream.of(Kind.values())
                .flatMap(
                        kind ->
                                kind.properties().properties().stream()
                                        .map(p -> new Property(kind, p.getKey(), p.getValue())));
    }

    private static Stream<Property> propertiesWithDefault() {
        // Without programs, or a file to include, there is no configuration to compare.
        return properties().filter(p -> p.schema().has("default") && p.kind() != Kind.TOP);
    }

    private static Stream<Property> propertiesWithRange() {
        return properties().filter(p -> p.schema().has("maximum") && !p.key().equals("umask"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void hasTheKeysOfTheReader(Kind kind) {
        assertThat(new TreeSet<>(Set.copyOf(kind.properties().propertyNames())))
                .isEqualTo(new TreeSet<>(kind.keys.types().keySet()));
    }

    private static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("properties")
    void describesEachKeyAndItsDefault(Property property) {
        var schema = property.schema();
        if (schema.has("$ref") && !schema.has("description")) {
            schema = SCHEMA.at(schema.get("$ref").asString().substring(1));
        }
        assertThat(schema.has("description")).as("has a description").isTrue();
        var description = schema.get("description").asString();
        assertThat(
                        schema.has("default")
                                || description.matches("(?s).*(Required|Default:|In the main).*"))
                .as("has a default, or says what it is")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void readerReadsEachKey(Property property) {
        assertThat(new Scratch(folder).problems(property.with("{x: [y]}")))
                .anyMatch(problem -> problem.contains(property.key()));
    }

    @ParameterizedTest
    @MethodSource("propertiesWithDefault")
    void defaultIsTheReaders(Property property) {
        var scratch = new Scratch(folder);

        assertThat(scratch.load(property.with(property.schema().get("default").toString())))
                .isEqualTo(scratch.load(property.kind().without()));
    }

    @ParameterizedTest
    @MethodSource("propertiesWithRange")
    void rangeIsTheReaders(Property property) {
        var scratch = new Scratch(folder);
        var min = property.schema().get("minimum").asLong();
        var max = property.schema().get("maximum").asLong();

        assertThat(scratch.problems(property.with("" + min))).isEmpty();
        assertThat(scratch.problems(property.with("" + max))).isEmpty();
        assertThat(scratch.problems(property.with("" + (min - 1)))).isNotEmpty();
        assertThat(scratch.problems(property.with("" + (max + 1)))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void readerTakesEachWordOfAChoice(Property property) {
        for (var choice : property.schema().path("anyOf")) {
            for (var word : choice.path("enum")) {
                assertThat(new Scratch(folder).problems(property.with(word.asString())))
                        .as(word.asString())
                        .isEmpty();
            }
        }
    }

    @Test
    void choicesAreThoseOfTheModel() {
        assertThat(words("/$defs/program/properties/stopsignal")).isEqualTo(Signal.names());
        assertThat(words("/$defs/taskmaster/properties/logformat"))
                .isEqualTo(
                        Stream.of(LogFormat.values())
                                .map(format -> format.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static List<String> words(String pointer) {
        return SCHEMA.at(pointer + "/anyOf/0/enum").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void accepsWhatTheReaderAccepts() {
        assertThat(validate(MissionSampleTest.SAMPLE)).isEmpty();
        // Editors merge before they validate; this validator does not merge.
        assertThat(validate(EveryKeyTest.SAMPLE.replace("<<: *defaults", ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "programs: []",
                "programz: {}",
                "programs: {web: {}}",
                "programs: {web: {cmd: []}}",
                "programs: {all: {cmd: web}}",
                "programs: {'a b': {cmd: web}}",
                "programs: {web: {cmd: web, numprocs: 0}}",
                "programs: {web: {cmd: web, numprocs: many}}",
                "programs: {web: {cmd: web, autostrat: true}}",
                "programs: {web: {cmd: web, autostart: 3}}",
                "programs: {web: {cmd: web, autorestart: maybe}}",
                "programs: {web: {cmd: web, exitcodes: [256]}}",
                "programs: {web: {cmd: web, umask: 089}}",
                "programs: {web: {cmd: web, starttime: 5x}}",
                "programs: {web: {cmd: web, stopsignal: 65}}",
                "programs: {web: {cmd: web, stdout: {maxbytes: 5XB}}}",
                "programs: {web: {cmd: web, backoff: {factor: 11}}}",
                "programs: {web: {cmd: web, limits: {files: 3}}}",
                "programs: {web: {cmd: web, limits: {nofile: -1}}}",
                "programs: {web: {cmd: web, env: [a]}}",
                "{programs: {}, taskmaster: {logformat: xml}}",
                "{programs: {web: {cmd: web}}, taskmaster: {exit_on: {}}}",
                "{programs: {web: {cmd: web}}, taskmaster: {exit_on: {program: web, states: RUNNING}}}"
            })
    void refusesWhatTheReaderRefuses(String text) {
        assertThat(new Scratch(folder).problems(text)).isNotEmpty();
        assertThat(validate(text)).isNotEmpty();
    }

    private static List<Error> validate(String yaml) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SCHEMA);
        return schema.validate(yaml, InputFormat.YAML);
    }
}
