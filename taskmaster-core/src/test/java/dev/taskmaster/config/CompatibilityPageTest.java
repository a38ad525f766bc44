package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// docs/reference/supervisord-compatibility.md has all options that Taskmaster reads, each in its
/// section. That these are supervisord's, `CompatibilityPageIT` of the server sees to.
class CompatibilityPageTest {
    private static final Path PAGE = Path.of("../docs/reference/supervisord-compatibility.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static List<String> options(String section) throws IOException {
        var page = Files.readString(PAGE);
        var heading = "### `[" + section + "]`\n";
        var start = page.indexOf(heading) + heading.length();
        return page.substring(start, page.indexOf("\n#", start))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> NAME.matcher(line.split("\\|")[1]).results())
                .map(name -> name.group(1))
                .toList();
    }

    private static void hasAll(String section, Set<String> options) throws IOException {
        assertThat(options(section)).as(section).containsExactlyInAnyOrderElementsOf(options);
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        var rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    @Test
    void hasAllOptions() throws IOException {
        hasAll("supervisord", SupervisordOptions.SUPERVISORD);
        hasAll("supervisorctl", SupervisordOptions.SUPERVISORCTL);
        hasAll("program:x", SupervisordOptions.PROGRAM);
        hasAll("group:x", SupervisordOptions.GROUP);
        hasAll("unix_http_server", SupervisordOptions.UNIX_SERVER);
        hasAll("inet_http_server", SupervisordOptions.INET_SERVER);
        hasAll("include", SupervisordOptions.INCLUDE);
        hasAll(
                "eventlistener:x",
                without(SupervisordOptions.EVENT_LISTENER, SupervisordOptions.PROGRAM));
        hasAll(
                "fcgi-program:x",
                without(SupervisordOptions.FCGI_PROGRAM, SupervisordOptions.PROGRAM));
    }
}
