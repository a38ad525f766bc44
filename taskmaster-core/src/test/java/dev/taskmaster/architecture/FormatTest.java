package dev.taskmaster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// All Java sources of all modules are formatted by google-java-format, AOSP style.
///
/// It runs here rather than in a Maven plugin because the formatter parses with the compiler of the
/// JVM it runs in, and Maven's own may be too old for the language we write. To format:
///
/// `mvn -pl taskmaster-core test -Dtest=FormatTest -Dformat=write`
class FormatTest {
    private static final boolean WRITE = "write".equals(System.getProperty("format"));

    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    @Test
    void sourcesAreFormatted() throws IOException {
        assertThat(sources().stream().filter(this::differs))
                .as("not formatted; mvn -pl taskmaster-core test -Dtest=FormatTest -Dformat=write")
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("..").toRealPath())) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    private boolean differs(Path file) {
        try {
            var text = Files.readString(file);
            var formatted =
                    formatter.formatSource(
                            RemoveUnusedImports.removeUnusedImports(
                                    ImportOrderer.reorderImports(text, Style.AOSP)));
            if (text.equals(formatted)) {
                return false;
            }
            if (WRITE) {
                Files.writeString(file, formatted);
            }
            return !WRITE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FormatterException e) {
            throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
