package dev.taskmaster.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.http.RawClient;
import dev.taskmaster.server.supervisord.EventType;
import dev.taskmaster.server.testing.Ran;
import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.testing.FakeLauncher;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// docs/reference/supervisord-compatibility.md has everything that the real supervisor has, by its
/// own lists (see `src/test/python/lists.py`), and that Taskmaster has.
///
/// It needs Debian's package `supervisor`.
@Timeout(60)
class CompatibilityPageIT {
    private static final Path PAGE = Path.of("../docs/reference/supervisord-compatibility.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern RESULT = Pattern.compile("<string>([^<]+)</string>");

    /// An option that supervisord lacks.
    private static final String OWN = "| `survive` |";

    private String page;
    private Map<String, List<String>> supervisors;

    @BeforeEach
    void read() throws Exception {
        page = Files.readString(PAGE);
        var lists = Ran.command("/usr/bin/python3", "src/test/python/lists.py");
        assertThat(lists.status()).as(lists.output()).isZero();
        supervisors =
                lists.output()
                        .lines()
                        .map(line -> line.split(" "))
                        .collect(
                                Collectors.groupingBy(
                                        line -> line[0],
                                        Collectors.mapping(line -> line[1], Collectors.toList())));
    }

    /// {@return what is in the first column of a chapter's table, but for what is [#OWN]}
    private Stream<String> names(String heading) {
        var start = page.indexOf("# " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        return page.substring(start, page.indexOf("\n#", start + heading.length()))
                .lines()
                .filter(line -> line.startsWith("| `") && !line.startsWith(OWN))
                .flatMap(line -> NAME.matcher(line.split("\\|")[1]).results())
                .map(name -> name.group(1));
    }

    private void hasAllOf(String kind, String... headings) {
        assertThat(Stream.of(headings).flatMap(this::names).distinct())
                .as(kind)
                .containsExactlyInAnyOrderElementsOf(supervisors.get(kind));
    }

    @Test
    void hasAllThatSupervisorHas() {
        hasAllOf("supervisord", "`[supervisord]`");
        hasAllOf("supervisorctl", "`[supervisorctl]`");
        hasAllOf(
                "programs",
                "`[program:x]`",
                "`[group:x]`",
                "`[eventlistener:x]`",
                "`[fcgi-program:x]`");
        hasAllOf("servers", "`[unix_http_server]`", "`[inet_http_server]`");
        hasAllOf("flag", "Command line of supervisord");
        hasAllOf("supervisor.", "`supervisor.`");
        hasAllOf("system.", "`system.`");
        hasAllOf("action", "Actions of supervisorctl");
        hasAllOf("event", "Events");
    }

    @Test
    void saysOfEachWhetherItIsThere() {
        assertThat(page.lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(50)
                .allMatch(line -> line.matches("\\|[^|]+\\| \\S[^|]+ \\|"));
    }

    @Test
    void hasAllEventsAndMethodsThatTaskmasterHas(@TempDir Path folder) throws IOException {
        assertThat(names("Events"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(EventType.values()).map(Enum::name).toList());
        try (var rig = Rig.of(folder, new FakeLauncher(), "web: { cmd: cat }\n");
                var server =
                        ControlServer.of(rig.supervisor, rig.host)
                                .listen(UnixSocket.at(folder.resolve("s")))
                                .open()) {
            var call =
                    "<methodCall><methodName>system.listMethods</methodName><params/></methodCall>";
            var answer =
                    RawClient.ask(server.endpoints().getFirst(), RawClient.post("/RPC2", call));
            var methods =
                    Stream.of("supervisor.", "system.")
                            .flatMap(space -> names("`" + space + "`").map(name -> space + name));
            assertThat(RESULT.matcher(answer.body()).results().map(name -> name.group(1)))
                    .containsExactlyInAnyOrderElementsOf(methods.toList());
        }
    }
}
