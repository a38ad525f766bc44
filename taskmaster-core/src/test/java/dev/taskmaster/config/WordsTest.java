package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

class WordsTest {
    private static List<String> words(String text) {
        return Words.split(text, Words.Dollar.LITERAL);
    }

    private static List<String> words(String text, Map<String, String> variables) {
        return Words.split(text, new Expansion(variables));
    }

    @Test
    void whiteSpaceSeparates() {
        assertThat(words("  a\tb \n c  ")).containsExactly("a", "b", "c");
    }

    @Test
    void nothingHasNoWords() {
        assertThat(words(" \t\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'a b'        | a b
            "a b"        | a b
            a\\ b        | a b
            a' 'b" "c    | a b c
            'a"b'        | a"b
            "a'b"        | a'b
            'a\\b'       | a\\b
            "a\\b"       | a\\b
            "a\\"b"      | a"b
            "a\\\\b"     | a\\b
            "a\\$b"      | a$b
            a\\\\b       | a\\b
            \\'a         | 'a
            ''           | ``
            ""           | ``
            a''b         | ab
            *.log        | *.log
            a>b;c&d      | a>b;c&d
            #a           | #a
            $HOME        | $HOME
            `a`          | `a`
            """)
    void quotesAndEscapesKeepAWordTogether(String text, String word) {
        assertThat(words(text)).containsExactly(word);
    }

    @Test
    void lineEndAfterABackslashIsNothing() {
        assertThat(words("a\\\nb \"c\\\nd\"")).containsExactly("ab", "cd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "a \"b\\\"", "a \\", "'"})
    void whatIsNotClosedIsRefused(String text) {
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> words(text));
    }

    @Test
    void valueOfAVariableIsNeverSplit() {
        assertThat(words("a ${X} \"${X}\" ${X}c", Map.of("X", "b 'b")))
                .containsExactly("a", "b 'b", "b 'b", "b 'bc");
    }

    @Test
    void defaultOfAVariableMayHoldSpaces() {
        assertThat(words("a ${X:-b c}", Map.of())).containsExactly("a", "b c");
    }

    @Test
    void singleQuotesAndBackslashesKeepADollar() {
        assertThat(words("'${X}' \\${X} \"\\${X}\"", Map.of()))
                .containsExactly("${X}", "${X}", "${X}");
    }

    @Test
    void variableWithoutAValueIsAWordOnlyInQuotes() {
        assertThat(words("a ${X:-} \"${X:-}\" b", Map.of())).containsExactly("a", "", "b");
    }

    /// The shell itself is asked what words it makes of random texts.
    @Test
    void agreesWithTheShell() throws IOException, InterruptedException {
        var seed = Seed.chosen();
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var text = new StringBuilder();
            for (var i = random.nextInt(12); i >= 0; i--) {
                text.append("ab  '\"\\\t".charAt(random.nextInt(8)));
            }
            assertThat(wordsOrNothing(text.toString()))
                    .as("%s, -Dseed=%s", text, seed)
                    .isEqualTo(wordsOfTheShell(text.toString()));
        }
    }

    private static String wordsOrNothing(String text) {
        try {
            return String.join("", words(text).stream().map(word -> "<" + word + ">").toList());
        } catch (BadValueException e) {
            return "";
        }
    }

    private static String wordsOfTheShell(String text) throws IOException, InterruptedException {
        // A backslash at the very end stands for itself in a shell; here it is refused.
        if (text.replace("\\\\", "").endsWith("\\")) {
            return wordsOrNothing(text);
        }
        var shell =
                new ProcessBuilder("/bin/sh", "-c", "printf '<%s>' " + text)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        // Without any word, printf still prints its format once.
        return words.equals("<>") && wordsOrNothing(text).isEmpty() ? "" : words;
    }
}
