package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.ProgramSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class IncludeTest {
    @TempDir Path folder;
    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private static String programs(String... names) {
        return "programs: {"
                + String.join(", ", List.of(names).stream().map(n -> n + ": {cmd: x}").toList())
                + "}";
    }

    private List<String> names(String main) {
        return scratch.load(main).programs().stream().map(ProgramSpec::name).toList();
    }

    @Test
    void patternsFindFilesInOrderOfTheirNames() {
        scratch.file("conf.d/b.yml", programs("b"))
                .file("conf.d/a.yml", programs("a"))
                .file("conf.d/.hidden.yml", programs("hidden"))
                .file("conf.d/c.yaml", programs("c"))
                .file("conf.d/d.yml.bak", programs("bak"))
                .file("conf.d/dir.yml/e.yml", programs("e"));

        assertThat(names("include: 'conf.d/*.y{a,}ml'")).containsExactly("a", "b", "c");
    }

    @Test
    void patternsMayStandForFoldersToo() {
        scratch.file("one/web.yml", programs("a")).file("two/web.yml", programs("b"));

        assertThat(names("include: '*/web.yml'")).containsExactly("a", "b");
    }

    @Test
    void patternWithoutAMatchIsFine() {
        assertThat(names("include: [conf.d/*.yml, nope*/x.yml]")).isEmpty();
    }

    @Test
    void absolutePathsAndVariablesAreUnderstood() {
        scratch = scratch.with("DIR", folder.resolve("conf.d").toString());
        scratch.file("conf.d/a.yml", programs("a"));

        assertThat(names("include: ${DIR}/a.yml")).containsExactly("a");
    }

    @Test
    void includedFilesMayIncludeFromTheirOwnFolder() {
        scratch.file("sub/a.yml", "include: more/*.yml\n" + programs("a"))
                .file("sub/more/b.yml", programs("b"));

        assertThat(names("include: sub/a.yml\n" + programs("main")))
                .containsExactly("main", "a", "b");
    }

    @Test
    void fileThatIsIncludedTwiceIsReadOnce() throws IOException {
        scratch.file("conf.d/a.yml", programs("a"));
        Files.createSymbolicLink(folder.resolve("conf.d/b.yml"), Path.of("a.yml"));

        assertThat(names("include: [conf.d/*.yml, conf.d/a.yml]")).containsExactly("a");
    }

    @Test
    void fileThatIsNamedMustBeThere() {
        assertThat(scratch.problems("include: [a.yml]"))
                .containsExactly("1:11: include: a.yml: no such file");
    }

    @Test
    void fileThatIncludesItselfIsRefused() {
        scratch.file("a.yml", "include: b.yml").file("b.yml", "include: [./taskmaster.yml]");

        assertThat(scratch.problems("include: a.yml"))
                .containsExactly("b.yml:1:11: include: taskmaster.yml includes itself by this");
    }

    @Test
    void patternThatIsNoneIsRefused() {
        assertThat(scratch.problems("include: '[a.yml'"))
                .singleElement()
                .asString()
                .startsWith("1:10: include: '[a.yml' is not a pattern");
    }

    @Test
    void programInTwoFilesIsRefusedWithBothPlaces() {
        scratch.file("a.yml", "# a\n" + programs("x", "web"));

        assertThat(scratch.problems("include: a.yml\n" + programs("web")))
                .containsExactly(
                        "a.yml:2:25: programs.web: is defined twice, the first is at"
                                + " taskmaster.yml:2:12");
    }

    @Test
    void dependenciesReachAcrossFiles() {
        scratch.file("a.yml", "programs: {a: {cmd: x, depends_on: main}}");

        assertThat(names("include: a.yml\n" + programs("main"))).containsExactly("main", "a");
    }

    @Test
    void includedFilesSayNothingOfTheDaemon() {
        scratch.file("a.yml", "taskmaster: {syslog: true}\n" + programs("a"));

        assertThat(scratch.problems("include: a.yml"))
                .containsExactly(
                        "a.yml:1:13: taskmaster: belongs into the main file, not into one that is"
                                + " included");
    }

    @Test
    void problemsOfAllFilesAreToldFileByFile() {
        scratch.file("a.yml", "programs: {a: {}}").file("b.yml", "").file("c.yml", "\tx: y");

        assertThat(scratch.problems("include: [c.yml, b.yml, a.yml]\nprograms: {main: {}}"))
                .containsExactly(
                        "2:12: programs.main.cmd: is missing, expected a command to run",
                        "c.yml:1:1: a tab in the indentation, expected spaces",
                        "b.yml:1:1: the file is empty, expected a map with the key programs",
                        "a.yml:1:12: programs.a.cmd: is missing, expected a command to run");
    }

    @Test
    void filesHaveALimit() {
        for (var i = 0; i < 1000; i++) {
            scratch.file("conf.d/" + i + ".yml", "programs: {}");
        }

        assertThat(scratch.problems("include: conf.d/*.yml"))
                .containsExactly(
                        "1:10: include: is one file too many, expected at most 1000 altogether");
    }
}
