package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The reference page has a row for every option, and for no other.
class SupervisordPageTest {
    private static final String PAGE = read(Path.of("../docs/reference/supervisord-conf.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("sections")
    void hasARowForEachOption(String section, Set<String> options) {
        var start = PAGE.indexOf("\n## `" + section + "`\n");
        assertThat(start).as("has a section").isPositive();
        var text = PAGE.substring(start, PAGE.indexOf("\n## ", start + 1));
        var rows = new TreeSet<String>();
        Pattern.compile("(?m)^\\| (`[^|]*`) \\|")
                .matcher(text)
                .results()
                .flatMap(row -> Stream.of(row.group(1).split(", ")))
                .map(option -> option.replace("`", ""))
                .forEach(rows::add);
        assertThat(rows).isEqualTo(new TreeSet<>(options));
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of("[supervisord]", SupervisordOptions.SUPERVISORD),
                Arguments.of("[supervisorctl]", SupervisordOptions.SUPERVISORCTL),
                Arguments.of("[unix_http_server]", SupervisordOptions.UNIX_SERVER),
                Arguments.of("[inet_http_server]", SupervisordOptions.INET_SERVER),
                Arguments.of("[include]", SupervisordOptions.INCLUDE),
                Arguments.of("[program:x]", SupervisordOptions.PROGRAM),
                Arguments.of("[group:x]", SupervisordOptions.GROUP),
                Arguments.of("[eventlistener:x]", own(SupervisordOptions.EVENT_LISTENER)),
                Arguments.of("[fcgi-program:x]", own(SupervisordOptions.FCGI_PROGRAM)));
    }

    private static Set<String> own(Set<String> options) {
        var own = new TreeSet<>(options);
        own.removeAll(SupervisordOptions.PROGRAM);
        return own;
    }
}
