package dev.taskmaster.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;

class YamlTest {

    /// A tree in one line: `{a: [b, 'c']}`.
    private static String tree(Node node) {
        return switch (node) {
            case Node.Scalar(_, var text, var plain) -> plain ? text : "'" + text + "'";
            case Node.Sequence(_, var items) ->
                    items.stream().map(YamlTest::tree).collect(Collectors.joining(", ", "[", "]"));
            case Node.Mapping(_, var entries) ->
                    entries.values().stream()
                            .map(entry -> entry.key().text() + ": " + tree(entry.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String tree(String text) {
        var document = Yaml.read(text);
        assertThat(document.flaws()).isEmpty();
        return tree(document.root().orElseThrow());
    }

    private static String flaws(String text) {
        return Yaml.read(text).flaws().stream()
                .map(flaw -> flaw.place() + " " + flaw.message())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void textBecomesATree() {
        assertThat(tree("a: 1\nb: [x, 'y', {z: }]\nc:\n  - d\n"))
                .isEqualTo("{a: 1, b: [x, 'y', {z: }], c: [d]}");
    }

    @Test
    void whatStandsBehindAKeyIsNotRead() {
        assertThat(treeUpToA("a: {x: 1}\nb: [&n\n: broken")).isEqualTo("{a: {x: 1}}");
        assertThat(treeUpToA("c: &n [1]\na: *n\nb: *none")).isEqualTo("{c: [1], a: [1]}");
        assertThat(treeUpToA("{a: 1, b: ]")).isEqualTo("{a: 1}");
    }

    @Test
    void withoutThatKeyAllOfItIsRead() {
        assertThat(treeUpToA("<<: {a: 2}\nb: 1")).isEqualTo("{b: 1, a: 2}");
        assertThat(treeUpToA("b: {a: 1}")).isEqualTo("{b: {a: 1}}");
        assertThat(treeUpToA("[a, 2]")).isEqualTo("[a, 2]");
    }

    private static String treeUpToA(String text) {
        var document = Yaml.readUpTo(text, "a");
        assertThat(document.flaws()).isEmpty();
        return tree(document.root().orElseThrow());
    }

    @Test
    void whatStandsBeforeAKeyIsReadWithItsFlaws() {
        assertThat(Yaml.readUpTo("b: *n\na: 1", "a").flaws()).hasSize(1);
        assertThat(Yaml.readUpTo("b: [\na: 1", "a").flaws()).isNotEmpty();
        assertThat(Yaml.readUpTo("# nothing", "a").root()).isEmpty();
    }

    @Test
    void valuesAreTheirText() {
        assertThat(tree("[022, yes, 1.0, ~, null, 2026-01-01, 0x1F, 1_000, .inf, <<]"))
                .isEqualTo("[022, yes, 1.0, ~, null, 2026-01-01, 0x1F, 1_000, .inf, <<]");
    }

    @Test
    void tagsOfItsOwnTypesChangeNothing() {
        assertThat(tree("[!!str 1, !!int a, ! b, !!seq [c], !!map {d: e}]"))
                .isEqualTo("[1, a, b, [c], {d: e}]");
    }

    @Test
    void nodesKnowTheirPlace() {
        var root =
                (Node.Mapping)
                        Yaml.read("a: 1\n\u00E9\uD83D\uDE00: [b,\n  c]").root().orElseThrow();
        var entry = root.entries().lastEntry().getValue();
        var list = (Node.Sequence) entry.value();

        assertThat(root.place()).isEqualTo(new Place(1, 1));
        assertThat(entry.key().place()).isEqualTo(new Place(2, 1));
        assertThat(list.place()).isEqualTo(new Place(2, 5));
        assertThat(list.items().getLast().place()).isEqualTo(new Place(3, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n"})
    void nothingHasNoRoot(String text) {
        assertThat(Yaml.read(text).root()).isEmpty();
        assertThat(Yaml.read(text).flaws()).isEmpty();
    }

    @Test
    void aliasesAreWhatTheyReferTo() {
        assertThat(tree("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n"))
                .isEqualTo("{a: [1], b: [1], c: 2, d: 2}");
    }

    @Test
    void mergedKeysComeLastAndTheFirstWins() {
        assertThat(tree("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\n"))
                .isEqualTo("{x: {a: 1, b: 1}, y: {b: 2, c: 2}, z: {a: 0, b: 1, c: 2}}");
    }

    @Test
    void quotedMergeKeyIsAKey() {
        assertThat(tree("{'<<': a}")).isEqualTo("{<<: a}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            a: 1\\n\\tb: 2       | 2:1 a tab in the indentation, expected spaces
            a:\\n  b: 1\\n \\tc: 2 | 3:2 a tab in the indentation, expected spaces
            a: b: c              | 1:5 unexpected ':', put a value that contains ': ' in quotes, a space after the ':' of each key, and check the indentation
            a:b\\nc: d           | 2:2 unexpected ':', put a value that contains ': ' in quotes, a space after the ':' of each key, and check the indentation
            a: [1, 2\\nb: 3      | 2:2 expected ',' or ']', since a '[' is open from 1:4 on
            a: {b: 1             | 1:9 expected ',' or '}', since a '{' is open from 1:4 on
            a: "b\\nc: d         | 1:4 this quote is never closed
            a: 'b                | 1:4 this quote is never closed
            a: 1\\nb\\nc: d      | 2:1 expected 'key: value', found no ':' after this
            a:\\n  b: 1\\n c: 2  | 3:2 does not fit in with the map that begins at 1:1, check the indentation
            - a\\nb: 1           | 2:1 does not fit in with the list that begins at 1:1, check the indentation
            a: - b               | 1:4 unexpected '-', expected each item of a list on a line of its own
            a: @b                | 1:4 a value cannot begin with '@', put it in quotes
            a: %b                | 1:4 a value cannot begin with '%', put it in quotes
            a: }                 | 1:4 expected a value, but found '}'
            a: *                 | 1:4 '*' begins an alias, put a value that begins with it in quotes
            a: &                 | 1:4 '&' begins an anchor, put a value that begins with it in quotes
            a: *b                | 1:4 *b refers to nothing, expected &b before it, or quotes around it
            a: &b [*b]           | 1:8 *b refers to what it is a part of
            a: "\\q"             | 1:6 unknown escape in double quotes, write \\\\ for a backslash or use single quotes
            a: "\\UFFFFFFFF"     | 1:7 cannot be read as YAML: For input string: "FFFFFFFF" under radix 16
            a: 1\\n---\\nb: 2    | 2:1 a second document begins here, expected one document in a file
            a: 1\\n...\\nb       | 3:1 does not go on from what is before it, check the indentation
            a: 1\\na: 2          | 2:1 duplicate key 'a', the first is at 1:1
            ? [a]\\n: b          | 1:3 the key is a list or a map, expected a name
            a: {<<: b}           | 1:9 <<: expected a map, or a list of maps, to merge
            a: !!java.net.URL b  | 1:4 the tag '!!java.net.URL' is not allowed here, remove it
            a: !b c              | 1:4 the tag '!b' is not allowed here, remove it
            a: !<tag:x> c        | 1:4 the tag 'tag:x' is not allowed here, remove it
            a: !!binary aGk=     | 1:4 the tag '!!binary' is not allowed here, remove it
            a: "\\0"             | 1:4 contains a NUL character
            %YAML 3.0\\n--- a    | 1:1 cannot be read as YAML: found incompatible YAML document (version 1.* is required)
            """)
    void flawIsToldInWords(String text, String flaw) {
        var escaped = text.replace("\\n", "\n").replace("\\t", "\t");

        assertThat(flaws(escaped)).isEqualTo(flaw);
    }

    @Test
    void flawsThatDoNotEndTheReadingAreToldTogether() {
        assertThat(flaws("a: !x 1\na: *y\nb: !z [2\n"))
                .isEqualTo(
                        """
                        1:4 the tag '!x' is not allowed here, remove it
                        2:4 *y refers to nothing, expected &y before it, or quotes around it
                        2:1 duplicate key 'a', the first is at 1:1
                        3:4 the tag '!z' is not allowed here, remove it
                        4:1 expected ',' or ']', since a '[' is open from 3:7 on\
                        """);
    }

    @Test
    @Timeout(5)
    void aliasBombIsRefused() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++) {
            var alias = "*a" + (i - 1) + ", ";
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, alias.repeat(9)));
        }

        assertThat(flaws(bomb.toString()))
                .endsWith("aliases make this file grow by more than 100000 values");
    }

    @Test
    @Timeout(5)
    void mergeBombIsRefused() {
        var bomb = new StringBuilder("a0: &a0 {k: v}\n");
        for (var i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(flaws(bomb.toString()))
                .endsWith("aliases make this file grow by more than 100000 values");
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(strings = {"[", "{", "- ", "? ", "{a: "})
    void deepNestingIsRefused(String opening) {
        assertThat(flaws(opening.repeat(500_000))).endsWith("is nested more than 50 deep");
    }

    @Test
    void nestingUpToTheLimitIsRead() {
        assertThat(tree("[".repeat(50) + "]".repeat(50))).startsWith("[[[");
        assertThat(flaws("[".repeat(51) + "]".repeat(51)))
                .isEqualTo("1:51 is nested more than 50 deep");
    }
}
