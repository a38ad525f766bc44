package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/reference/promises.md` promises only what is tested.
class PromisesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/reference/promises.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final int COLUMNS = 5;

    @Test
    void eachIsShownByTestsThatExist() throws IOException {
        var sources = testSources();
        var promises = promises();
        assertThat(promises).hasSizeGreaterThan(20);
        for (var promise : promises) {
            assertThat(promise).as(promise.getFirst()).hasSize(COLUMNS);
            var tests = TEST.matcher(promise.getLast()).results().toList();
            assertThat(tests).as("tests of: %s", promise.getFirst()).isNotEmpty();
            for (var test : tests) {
                var name = test.group(1) + ".java";
                assertThat(sources).as(promise.getFirst()).containsKey(name);
                assertThat(Files.readString(sources.get(name)))
                        .as("%s, which shows: %s", name, promise.getFirst())
                        .containsPattern("@Test\\s+void " + test.group(2) + "\\(");
            }
        }
    }

    /// {@return the cells of each row of the tables}
    private static List<List<String>> promises() throws IOException {
        try (var lines = Files.lines(PAGE)) {
            return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| Trouble"))
                    .filter(line -> !line.startsWith("| ---"))
                    .map(line -> List.of(line.substring(1, line.length() - 1).split("\\|")))
                    .toList();
        }
    }

    private static Map<String, Path> testSources() throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(PromisesTest::javaFiles)
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString(),
                                    Function.identity(),
                                    (one, _) -> one));
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + folder, e);
        }
    }
}
