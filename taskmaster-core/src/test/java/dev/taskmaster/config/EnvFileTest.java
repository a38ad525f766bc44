package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

class EnvFileTest {
    private static Map<String, String> parse(String text) {
        var problems = new Problems();
        var variables = EnvFile.parse(Path.of("/x.env"), text, problems);
        problems.throwIfAny();
        return variables;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
            A=b|b
              A = b  |b
            export A=b|b
            A=|``
            A=b c|b c
            A=b # c|b
            A=b#c|b#c
            A=# c|``
            A=b=c|b=c
            A='b "#" c'|b "#" c
            A="b '#' c" # d|b '#' c
            A="b\\"c\\\\d\\$e\\tf"|b"c\\d$e\tf
            A="\\q"|\\q
            A=''|``
            A=${B} $C|${B} $C
            A=b\\n|b\\n
            """)
    void lineSetsAVariable(String line, String value) {
        assertThat(parse(line)).containsExactly(Map.entry("A", value));
    }

    @Test
    void commentsAndEmptyLinesAreNothing() {
        assertThat(parse("\n# A=1\n   # B=2\n\r\n")).isEmpty();
    }

    @Test
    void lastLineWins() {
        assertThat(parse("A=1\r\nA=2\r\n")).containsExactly(Map.entry("A", "2"));
    }

    @Test
    void wrongLinesAreToldTogether(@TempDir Path folder) {
        var scratch =
                new Scratch(folder)
                        .file("x.env", "A=1\nB\n=2\nC D=3\nE='4\nF=\"5\" 6\nG='7' # fine\n");

        assertThat(scratch.problems("programs: {a: {cmd: a, env_file: x.env}}"))
                .containsExactly(
                        "x.env:2:1: 'B' is not a variable, expected NAME=VALUE",
                        "x.env:3:1: '=2' is not a variable, expected NAME=VALUE",
                        "x.env:4:1: 'C D=3' is not a variable, expected NAME=VALUE",
                        "x.env:5:1: the quote before '4' is not closed",
                        "x.env:6:1: found '6' after the closing quote, expected the end of the"
                                + " line");
    }

    @Test
    void missingFileIsTold(@TempDir Path folder) {
        assertThat(new Scratch(folder).problemsOfWeb("env_file: [x.env]"))
                .containsExactly("4:16: programs.web.env_file: x.env: no such file");
    }
}
