package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.yaml.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The reference page says what the reader does.
class ReferencePageTest {
    private static final String PAGE = read(Path.of("../docs/reference/configuration.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.taskmaster.config.SchemaTest#properties")
    void hasARowForEachKeyWithItsDefault(SchemaTest.Property property) {
        var row = Pattern.compile("(?m)^\\| `" + property.key() + "` \\|.*$").matcher(PAGE);

        assertThat(row.find()).as("has a row").isTrue();
        var cells = row.group().split(" \\| ");
        if (property.schema().has("default")) {
            var value = property.schema().get("default");
            assertThat(cells[2])
                    .isEqualTo("`" + (value.isString() ? value.asString() : value) + "`");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesLoad(String example, @TempDir Path folder) {
        assertThat(new Scratch(folder).problems(example)).isEmpty();
    }

    private static Stream<String> examples() {
        return Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(PAGE)
                .results()
                .map(result -> result.group(1));
    }

    @Test
    void linksLeadToHeadings() {
        var headings =
                Pattern.compile("(?m)^#+ (.*)$")
                        .matcher(PAGE)
                        .results()
                        .map(heading -> anchor(heading.group(1)))
                        .toList();

        assertThat(Pattern.compile("\\]\\(#([^)]*)\\)").matcher(PAGE).results())
                .extracting((MatchResult link) -> link.group(1))
                .isNotEmpty()
                .isSubsetOf(headings);
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }

    @Test
    void limitsAreThoseOfTheReader() {
        var limits = PAGE.substring(PAGE.indexOf("## Limits"), PAGE.indexOf("## What a reload"));

        assertThat(limits)
                .contains("(" + TextFile.BYTES_MAX + " bytes)")
                .contains("| " + Loader.FILES_MAX + " |")
                .contains("| " + ProgramReader.PROCESSES_MAX + " |")
                .contains("| " + Yaml.DEPTH_MAX + " deep |")
                .contains("| " + Yaml.ALIASED_MAX + " values |")
                .contains("| " + DefaultPlaces.SOCKET_BYTES_MAX + " bytes |");
    }
}
