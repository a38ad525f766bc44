package dev.taskmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskmaster.cli.daemon.InstanceLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The commands, as the shell that runs them sees them: output and exit code.
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    private int run(String... args) {
        return Main.run(
                args,
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.yml"), text).toString();
    }

    @Test
    void versionIsACommandAndAnOption() {
        assertThat(run("version")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(run("run", "--version")).isZero();
        assertThat(out()).matches("(taskmaster [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R){3}");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpListsTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("run", "check", "version", "Exit codes:");
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).startsWith("Usage: taskmaster").contains("check");
        assertThat(out()).isEmpty();
    }

    @Test
    void unknownOptionsAndCommandsAreUsageErrors() {
        assertThat(run("run", "--no-shel")).isEqualTo(2);
        assertThat(run("chekc")).isEqualTo(2);
        assertThat(err()).contains("--no-shel", "chekc").doesNotContain("\tat ");
    }

    @Test
    void everyCommandIsExplainedTheSameWayByHelpAndByItself() {
        assertThat(run("--help")).isZero();
        var commands =
                out().lines()
                        .dropWhile(line -> !line.equals("Commands:"))
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty())
                        .filter(line -> line.charAt(2) != ' ')
                        .map(line -> line.strip().split(" ")[0])
                        .filter(command -> !command.equals("help"))
                        .toList();
        assertThat(commands).contains("run", "status", "completion").hasSizeGreaterThan(15);
        for (var command : commands) {
            out.reset();
            assertThat(run("help", command)).isZero();
            var help = out();
            out.reset();
            assertThat(run(command, "--help")).isZero();
            assertThat(out()).isEqualTo(help).startsWith("Usage: taskmaster " + command);
        }
        assertThat(err()).isEmpty();
    }

    @Test
    void aUsageErrorIsSaidInFewWords() {
        run("run", "--frobnicate");
        assertThat(err().lines())
                .containsExactly(
                        "taskmaster: Unknown option: '--frobnicate'",
                        "try 'taskmaster run --help'");
    }

    @Test
    void clientsFindTheDaemonThoughAProgramIsWrittenWrongly() throws IOException {
        var file =
                file(
                        "taskmaster: { statedir: "
                                + folder
                                + "/state }\nprograms: { web: { cmdd: x } }");
        assertThat(run("status", "-c", file)).isEqualTo(4);
        assertThat(err()).startsWith("status: no daemon at unix://").doesNotContain("cmdd");
    }

    @Test
    void clientsReadNothingBehindWhatTheyNeed() throws IOException {
        var file = file("taskmaster: { statedir: " + folder + "/state }\nprograms: { web: [");
        assertThat(run("status", "-c", file)).isEqualTo(4);
        assertThat(err()).startsWith("status: no daemon at unix://");
    }

    @Test
    void anArgumentThatIsMissingIsNamed() {
        assertThat(run("convert")).isEqualTo(2);
        assertThat(err()).startsWith("taskmaster: Missing required parameter: 'FILE'");
    }

    @Test
    void clientsAreToldOfServerIfTheFileCannotBeRead() throws IOException {
        assertThat(run("status", "-c", file("taskmaster: { statedir: [\n"))).isEqualTo(2);
        assertThat(err()).endsWith("mend the file, or name the daemon with --server\n");
    }

    @Test
    void checkCountsWhatIsConfigured() throws IOException {
        var file = file("programs: { web: { cmd: sleep 1 }, w: { cmd: sleep 1, numprocs: 3 } }");
        assertThat(run("check", "-c", file)).isZero();
        assertThat(out()).isEqualTo(file + ": valid: 2 programs, 4 processes\n");
    }

    @Test
    void checkTellsEveryProblemWithItsPlace() throws IOException {
        var file = file("programs:\n  web:\n    cmdd: sleep 1\n    umask: 999\n");
        assertThat(run("check", "-c", file)).isEqualTo(2);
        assertThat(err().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.matches(".*/t\\.yml:[0-9]+:[0-9]+: .*"));
        assertThat(out()).isEmpty();
    }

    @Test
    void checkTellsThatThereIsNoSuchFile() {
        var file = folder.resolve("none.yml").toString();
        assertThat(run("check", "--config", file)).isEqualTo(2);
        assertThat(err()).startsWith(file + ": ").doesNotContain("\tat ");
    }

    @Test
    void runRefusesABadConfigurationAndMakesNothing() throws IOException {
        var state = folder.resolve("state");
        var file = file("taskmaster: { statedir: " + state + " }\nprograms: { web: {} }\n");
        assertThat(run("run", "-c", file)).isEqualTo(2);
        assertThat(err()).contains("cmd").doesNotContain("\tat ");
        assertThat(state).doesNotExist();
    }

    @Test
    void runRefusesWhatIsSupervisedAlready() throws IOException {
        var state = folder.resolve("state");
        var file = file("taskmaster: { statedir: " + state + " }\nprograms: {}\n");
        try (var _ = InstanceLock.take(state)) {
            assertThat(run("run", "--no-shell", "-c", file)).isEqualTo(1);
        }
        assertThat(err())
                .startsWith("taskmaster: this configuration is supervised already, by pid ");
    }

    @Test
    void runRefusesALogThatCannotBeWritten() throws IOException {
        var file =
                file(
                        "taskmaster: { statedir: %s, logfile: %s/none/t.log }\nprograms: {}\n"
                                .formatted(folder.resolve("state"), folder));
        assertThat(run("run", "--no-shell", "-c", file)).isEqualTo(1);
        assertThat(err()).startsWith("taskmaster: the event log cannot be opened: ");
    }
}
