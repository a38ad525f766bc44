package dev.taskmaster.internal.ini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class IniTest {
    private static final Path FILE = Path.of("/etc/supervisord.conf");

    private final Ini ini = new Ini();

    private String value(String section, String option) {
        return ini.section(section).flatMap(s -> s.option(option)).map(Option::value).orElse(null);
    }

    private List<Flaw> read(String... lines) {
        return ini.read(FILE, String.join("\n", lines));
    }

    @Test
    void keepsTheCaseOfSectionsAndLowersThatOfOptions() {
        assertThat(read("[Program:X]", "CoMMand=Cat")).isEmpty();
        assertThat(value("Program:X", "command")).isEqualTo("Cat");
        assertThat(ini.section("program:x")).isEmpty();
    }

    @Test
    void endsTheNameAtTheFirstEqualsSignOrColon() {
        read("[s]", "a = b=c:d", "e: f=g", "h:=i");
        assertThat(value("s", "a")).isEqualTo("b=c:d");
        assertThat(value("s", "e")).isEqualTo("f=g");
        assertThat(value("s", "h")).isEqualTo("=i");
    }

    @Test
    void goesOnWithIndentedLines() {
        read("[s]", "a = 1", "  2", "\t3 = 4", "b = 5");
        assertThat(value("s", "a")).isEqualTo("1\n2\n3 = 4");
        assertThat(value("s", "b")).isEqualTo("5");
    }

    @Test
    void countsTheIndentFromTheLineThatBeganTheOption() {
        read("[s]", "  a = 1", "  b = 2", "   3", " c = 4");
        assertThat(value("s", "a")).isEqualTo("1");
        assertThat(value("s", "b")).isEqualTo("2\n3");
        assertThat(value("s", "c")).isEqualTo("4");
    }

    @Test
    void keepsEmptyLinesInAValueButNotCommentsOrThoseAtItsEnd() {
        read("[s]", "a = 1", "", "; x", "  2", "# y", "", "  ", "b = 3");
        assertThat(value("s", "a")).isEqualTo("1\n\n2");
    }

    @Test
    void cutsAtCommentsAfterWhiteSpaceEvenInQuotes() {
        read("[s] ; c", "a = sh -c 'x ; y'", "b = x;y#z", "c = x\t# y", "d =;e", "e = #", "f = ;");
        assertThat(value("s", "a")).isEqualTo("sh -c 'x");
        assertThat(value("s", "b")).isEqualTo("x;y#z");
        assertThat(value("s", "c")).isEqualTo("x");
        assertThat(value("s", "d")).isEqualTo(";e");
        assertThat(value("s", "e")).isEmpty();
        assertThat(value("s", "f")).isEmpty();
    }

    @Test
    void looksForBothCommentSignsInTurnsAsPythonDoes() {
        read("[s]", "a = b;c ;d #e", "f = b;c ;d");
        assertThat(value("s", "a")).isEqualTo("b;c ;d");
        assertThat(value("s", "f")).isEqualTo("b;c");
    }

    @Test
    void mergesSectionsOfTheSameNameAcrossFiles() {
        read("[s]", "a = 1", "b = 1", "[t]", "[s]", "b = 2");
        ini.read(Path.of("/etc/other.conf"), "[s]\nc = 3\na = 4\n");
        assertThat(value("s", "a")).isEqualTo("4");
        assertThat(value("s", "b")).isEqualTo("2");
        assertThat(value("s", "c")).isEqualTo("3");
        assertThat(ini.sections()).extracting(Section::name).containsExactly("s", "t");
        assertThat(ini.section("s").orElseThrow().option("a").orElseThrow())
                .isEqualTo(new Option("a", "4", Path.of("/etc/other.conf"), 3, 1));
    }

    @Test
    void takesWhatDefaultSaysForSectionsThatDoNot() {
        read("[s]", "a = 1", "[DEFAULT]", "a = 2", "b = 3");
        assertThat(value("s", "a")).isEqualTo("1");
        assertThat(value("s", "b")).isEqualTo("3");
        assertThat(ini.sections()).extracting(Section::name).containsExactly("s");
        assertThat(ini.section("s").orElseThrow().allOptions())
                .extracting(Option::value)
                .containsExactly("1", "3");
    }

    @Test
    void takesAllUpToTheLastBracketForTheNameOfASection() {
        read("[a]b]c", "x=1", "[ d ] e", "x=2");
        assertThat(value("a]b", "x")).isEqualTo("1");
        assertThat(value(" d ", "x")).isEqualTo("2");
    }

    @Test
    void endsLinesAsPythonDoes() {
        read("[s]\r\na = 1\rb = 2\u2028\u000b3\u00854");
        assertThat(value("s", "a")).isEqualTo("1");
        assertThat(value("s", "b")).isEqualTo("2\u2028\u000b3\u00854");
    }

    @Test
    void knowsWhereAnOptionStands() {
        read("[s]", "", "  a = 1", "     2");
        var option = ini.section("s").orElseThrow().option("a").orElseThrow();
        assertThat(option).isEqualTo(new Option("a", "1\n2", FILE, 3, 3));
    }

    @Test
    void saysWhichLinesMakeNoSenseAndGoesOn() {
        var flaws = read("first", "second", "[s]", "nonsense", "a = 1", "= 2", "[]");
        assertThat(flaws).extracting(Flaw::line).containsExactly(1, 2, 4, 6, 7);
        assertThat(flaws.getFirst().message())
                .isEqualTo("'first' stands before the first [section]");
        assertThat(value("s", "a")).isEqualTo("1");
    }

    @Test
    void passesOverTheOptionsOfSectionsThatNobodyWants() {
        var some = new Ini(name -> !name.startsWith("program:"));

        var flaws =
                some.read(
                        FILE,
                        """
                        [program:a]
                        nothing that makes sense
                        command = /bin/cat
                        environment = A="1",
                          [b]
                        # [b]
                        nothing that makes sense
                        [b]
                        x = 1
                        [program:c]
                          command = 1
                          [b]
                          y = 2
                        """);

        assertThat(flaws).isEmpty();
        assertThat(some.sections())
                .extracting(Section::name)
                .containsExactly("program:a", "b", "program:c");
        assertThat(some.section("b").flatMap(it -> it.option("x"))).isPresent();
        assertThat(some.section("b").flatMap(it -> it.option("y"))).isPresent();
    }

    @Test
    void showsNoControlCharactersInMessages() {
        assertThat(read("\u001b[31mred").getFirst().message()).startsWith("'?[31mred'");
    }
}
