package dev.taskmaster.cli.verb;

import static dev.taskmaster.cli.testing.Processes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskmaster.CommandRejectedException;
import dev.taskmaster.cli.control.Channel;
import dev.taskmaster.cli.control.Control;
import dev.taskmaster.cli.control.Following;
import dev.taskmaster.cli.control.Happening;
import dev.taskmaster.cli.control.NoDaemonException;
import dev.taskmaster.cli.control.RefusedException;
import dev.taskmaster.cli.json.Json;
import dev.taskmaster.cli.json.Numeral;
import dev.taskmaster.cli.render.Style;
import dev.taskmaster.config.ConfigException;
import dev.taskmaster.config.Problem;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.log.EventLevel;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

class VerbsTest {
    private static final Happening UP =
            new Happening(
                    Instant.EPOCH,
                    EventLevel.INFO,
                    "supervisor_started",
                    "taskmaster is up",
                    "{\"pid\":7}");

    private final Control control = mock(Control.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console =
            new Console(
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    Style.PLAIN);

    @BeforeEach
    void twoProcesses() {
        when(control.status())
                .thenReturn(
                        List.of(
                                process("db", ProcessState.FATAL, "no such file"),
                                process("web", ProcessState.RUNNING)));
    }

    private ExitCode run(String line) throws InterruptedException {
        return new Verbs().run(List.of(line.split(" ")), control, console);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    @Test
    void startPassesNamesOnAndReportsEach() throws InterruptedException {
        when(control.start(List.of("web", "db")))
                .thenReturn(
                        List.of(
                                new Outcome("web", Result.ALREADY_STARTED),
                                new Outcome("db", Result.DONE)));
        assertThat(run("start web db")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("web: already started\ndb: started\n");
    }

    @Test
    void startFailsWhereAProcessCannotBeStarted() throws InterruptedException {
        when(control.start(List.of("all")))
                .thenReturn(
                        List.of(
                                new Outcome("web", Result.DONE),
                                new Outcome("db", Result.SPAWN_ERROR, "no such file")));
        assertThat(run("start all")).isEqualTo(ExitCode.FAILED);
        assertThat(out()).contains("db: cannot be started: no such file");
    }

    @Test
    void suggestsNamesForThoseThatAreUnknown() throws InterruptedException {
        when(control.stop(List.of("wbe")))
                .thenReturn(List.of(new Outcome("wbe", Result.NO_SUCH_PROCESS)));
        assertThat(run("stop wbe")).isEqualTo(ExitCode.FAILED);
        assertThat(out()).isEqualTo("no such process: wbe, did you mean web?\n");
    }

    @Test
    void stopIsDoneWhereNothingRuns() throws InterruptedException {
        when(control.stop(List.of("db")))
                .thenReturn(List.of(new Outcome("db", Result.NOT_RUNNING)));
        assertThat(run("stop db")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("db: not running\n");
    }

    @Test
    void signalReadsTheSignalFirst() throws InterruptedException {
        when(control.signal(Signal.HUP, List.of("web")))
                .thenReturn(List.of(new Outcome("web", Result.DONE)));
        assertThat(run("signal sighup web")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("web: sent SIGHUP\n");
    }

    @Test
    void signalTellsThatNothingRuns() throws InterruptedException {
        when(control.signal(Signal.HUP, List.of("db")))
                .thenReturn(List.of(new Outcome("db", Result.NOT_RUNNING)));
        assertThat(run("signal HUP db")).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void restartSaysSo() throws InterruptedException {
        when(control.restart(List.of("web"))).thenReturn(List.of(new Outcome("web", Result.DONE)));
        assertThat(run("restart web")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("web: restarted\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "stop",
                "restart",
                "signal",
                "signal HUP",
                "signal TERMM web",
                "tail",
                "log -x",
                "reload now",
                "check it",
                "help a b"
            })
    void saysHowAVerbIsUsedWhereItsArgumentsAreNotUnderstood(String line)
            throws InterruptedException {
        assertThat(run(line)).isEqualTo(ExitCode.USAGE);
        var verb = line.split(" ")[0];
        assertThat(err()).startsWith(verb + ": ").contains("\nusage: " + verb);
        assertThat(out()).isEmpty();
        verifyNoMoreInteractions(control);
    }

    @Test
    void unknownVerbsAreToldWithTheNearestOne() throws InterruptedException {
        assertThat(run("stauts")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("no such command: stauts, did you mean status?");
    }

    @Test
    void nothingIsDoneForAnEmptyLine() throws InterruptedException {
        assertThat(new Verbs().run(List.of(), control, console)).isEqualTo(ExitCode.DONE);
        assertThat(out() + err()).isEmpty();
    }

    @Test
    void statusTellsByItsExitCodeThatSomethingIsDown() throws InterruptedException {
        assertThat(run("status")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out()).contains("db   FATAL     no such file\n", "web  RUNNING   pid 42");
        assertThat(run("status web")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void statusShowsWhatItKnowsAndSaysWhatItDoesNot() throws InterruptedException {
        assertThat(run("status wbe web")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).isEqualTo("no such process: wbe, did you mean web?\n");
        assertThat(out()).startsWith("web  RUNNING");
    }

    @Test
    void statusSaysThatThereIsNothing() throws InterruptedException {
        when(control.status()).thenReturn(List.of());
        assertThat(run("status")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("no programs are configured\n");
    }

    @Test
    void pidIsTheSupervisorsOwnOrThatOfProcesses() throws InterruptedException {
        when(control.pid()).thenReturn(7L);
        assertThat(run("pid")).isEqualTo(ExitCode.DONE);
        assertThat(run("pid web")).isEqualTo(ExitCode.DONE);
        assertThat(run("pid db")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out()).isEqualTo("7\n42\n0\n");
    }

    @Test
    void tailShowsTheEndOfALog() throws InterruptedException, IOException {
        when(control.tail(eq(ProcessName.of("web")), eq(Channel.STDERR), anyLong()))
                .thenReturn("one\ntwo\nthree".getBytes(UTF_8));
        assertThat(run("tail -n 2 web stderr")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("two\nthree\n");
    }

    @Test
    void tailSaysWhyThereIsNoLog() throws InterruptedException, IOException {
        when(control.tail(any(), any(), anyLong())).thenThrow(new IOException("it has none"));
        assertThat(run("tail web")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).isEqualTo("tail: it has none\n");
    }

    @Test
    void tailTakesOneProcessOnly() throws InterruptedException {
        assertThat(run("tail all")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("all stands for 2 processes, expected one");
        assertThat(run("tail wbe")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("did you mean web?");
    }

    @Test
    void tailFollowsUntilItIsInterrupted() throws InterruptedException, IOException {
        var following = mock(Following.class);
        when(control.tail(any(), any(), anyLong())).thenReturn("old\n".getBytes(UTF_8));
        when(control.follow(eq(ProcessName.of("web")), eq(Channel.STDOUT), eq(4L), any()))
                .thenAnswer(
                        call -> {
                            Consumer<ByteBuffer> reader = call.getArgument(3);
                            reader.accept(ByteBuffer.wrap("old\nnew\n".getBytes(UTF_8)));
                            Thread.currentThread().interrupt();
                            return following;
                        });
        assertThat(run("tail -f web")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("old\nnew\n");
        verify(following).close();
    }

    @Test
    void eventsAreShownAsTextOrJson() throws InterruptedException {
        when(control.events(30)).thenReturn(List.of(UP));
        assertThat(run("events")).isEqualTo(ExitCode.DONE);
        assertThat(run("events --json")).isEqualTo(ExitCode.DONE);
        assertThat(out()).contains("taskmaster is up\n").endsWith("[{\"pid\":7}]\n");
    }

    @Test
    void eventsFollowUntilTheDaemonIsGone() throws InterruptedException, IOException {
        var following = mock(Following.class);
        doThrow(new NoDaemonException("it is gone")).when(following).await();
        when(control.events(eq(2), any()))
                .thenAnswer(
                        call -> {
                            Consumer<Happening> listener = call.getArgument(1);
                            listener.accept(UP);
                            return following;
                        });
        assertThat(run("events -f -n 2 --json")).isEqualTo(ExitCode.NO_DAEMON);
        assertThat(out()).isEqualTo("{\"pid\":7}\n");
        assertThat(err()).isEqualTo("events: it is gone\n");
        verify(following).close();
    }

    @Test
    void logShowsTheEndOfTheSupervisorsOwn() throws InterruptedException, IOException {
        when(control.ownTail(anyLong())).thenReturn("one\ntwo\n".getBytes(UTF_8));
        assertThat(run("log -n 1")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("two\n");
    }

    @Test
    void statusAsJsonHasWhatScriptsNeed() throws Exception {
        assertThat(run("status --json")).isEqualTo(ExitCode.NOT_RUNNING);
        var processes = Json.array(Json.parse(out()));
        assertThat(processes).hasSize(2);
        assertThat(Json.object(processes.get(1)).map())
                .containsEntry("name", "web")
                .containsEntry("group", "web")
                .containsEntry("state", "RUNNING")
                .containsEntry("pid", new Numeral("42"))
                .containsKeys("exitstatus", "spawnerr", "start", "now", "description");
    }

    @Test
    void outcomesAreShownAsJson() throws InterruptedException {
        when(control.beginStart(List.of("web")))
                .thenReturn(List.of(new Outcome("web", Result.SPAWN_ERROR, "no such file")));
        assertThat(run("start --no-wait --json web")).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .isEqualTo(
                        "[{\"name\":\"web\",\"result\":\"spawn_error\",\"detail\":\"no such"
                                + " file\"}]\n");
    }

    @Test
    void shutdownIsPassedOn() throws InterruptedException {
        assertThat(run("shutdown")).isEqualTo(ExitCode.DONE);
        verify(control).shutdown();
    }

    @Test
    void upgradeSaysWhichVersionHasTakenOver() throws InterruptedException {
        when(control.upgrade(Optional.empty())).thenReturn("1.2.3");
        assertThat(run("upgrade")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("taskmaster 1.2.3 has taken over\n");
    }

    @Test
    void upgradeTakesAProgramAsFromHere() throws InterruptedException {
        when(control.upgrade(any())).thenThrow(new RefusedException("it cannot take over"));
        assertThat(run("upgrade bin/next")).isEqualTo(ExitCode.FAILED);
        verify(control).upgrade(Optional.of(Path.of("bin/next").toAbsolutePath()));
        assertThat(err()).isEqualTo("upgrade: it cannot take over\n");
        assertThat(run("upgrade one two")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void reloadReportsWhatChanged() throws InterruptedException {
        when(control.reload())
                .thenReturn(
                        new ReloadSummary(
                                List.of(ProcessName.of("new")),
                                List.of(),
                                List.of(),
                                List.of(),
                                2));
        assertThat(run("reload")).isEqualTo(ExitCode.DONE);
        assertThat(out()).isEqualTo("added      new\nunchanged  2\n");
    }

    @Test
    void reloadTellsEveryProblem() throws InterruptedException {
        when(control.reload()).thenThrow(problems());
        assertThat(run("reload")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).isEqualTo("/t.yml:1:2: one\n/t.yml:3:4: two\n");
        assertThat(out()).isEqualTo("reload refused, nothing is changed\n");
    }

    @Test
    void checkTellsEveryProblem() throws InterruptedException {
        when(control.check()).thenThrow(problems());
        assertThat(run("check")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).isEqualTo("/t.yml:1:2: one\n/t.yml:3:4: two\n");
    }

    private static ConfigException problems() {
        return new ConfigException(
                List.of(
                        new Problem(Path.of("/t.yml"), 1, 2, "one"),
                        new Problem(Path.of("/t.yml"), 3, 4, "two")));
    }

    @Test
    void saysThatTheSupervisorShutsDown() throws InterruptedException {
        when(control.start(any())).thenThrow(new CommandRejectedException("it is shutting down"));
        assertThat(run("start web")).isEqualTo(ExitCode.FAILED);
        assertThat(err()).isEqualTo("start: it is shutting down\n");
    }

    @Test
    void helpListsEveryVerbWithItsUsage() throws InterruptedException {
        assertThat(run("help")).isEqualTo(ExitCode.DONE);
        for (var verb : new Verbs().all()) {
            assertThat("\n" + out()).contains("\n" + verb.synopsis(), verb.summary());
        }
    }

    @Test
    void theReferenceHasEveryVerb() throws IOException {
        var reference = Files.readString(Path.of("../docs/reference/command-line.md"));
        for (var verb : new Verbs().all()) {
            assertThat(reference).contains("| `" + verb.synopsis() + "` |");
        }
    }

    @Test
    void helpFitsIntoATerminal() throws InterruptedException {
        run("help");
        assertThat(out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpExplainsOneVerb() throws InterruptedException {
        assertThat(run("help tail")).isEqualTo(ExitCode.DONE);
        assertThat(out()).startsWith("tail [-f]").contains("-n N", "-b N");
        assertThat(run("help tial")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("did you mean tail?");
    }
}
