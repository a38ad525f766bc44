package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.DaemonSettings.LogFormat;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.User;
import dev.taskmaster.status.ProcessState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each key of a configuration does to what is made of it.
class EveryKeyTest {
    static final String SAMPLE =
            """
            taskmaster:
              logfile: {file: log/taskmaster.log, maxbytes: 1MB, backups: 3}
              logformat: json
              syslog: yes
              subreaper: true
              cgroups: true
              survive: false
              exit_on: {program: web, states: [exited, STOPPED]}
              socket: run/taskmaster.sock
              statedir: state
            include: conf.d/*.yml
            x-defaults: &defaults
              stoptime: 2m
              stopasgroup: on
            programs:
              db: {cmd: db}
              web:
                <<: *defaults
                cmd: [bin/web, --name, "{process}", 8080]
                numprocs: 2
                numprocs_start: 1
                group: front
                priority: -5
                depends_on: [db]
                autostart: off
                autorestart: true
                exitcodes: 3
                startretries: 7
                starttime: 0.5
                backoff: {initial: 500ms, max: 1h, factor: 1.5, jitter: 0, reset: 1d}
                stopsignal: sigint
                killasgroup: true
                killtree: no
                stdout: {file: "log/{process}.log", maxbytes: 64 KiB, backups: 0}
                stderr: stdout
                stdin: pipe
                env_file: web.env
                env: {PORT: 8080, "EMPTY": , WHO: "{program} {num} {other}"}
                workingdir: ~/web
                umask: "0o027"
                user: www-data
                limits: {nofile: 1024:4096, core: unlimited, cpu: 60}
            """;

    @TempDir Path folder;
    private Scratch scratch;
    private Configuration configuration;

    @BeforeEach
    void load() {
        scratch =
                new Scratch(folder)
                        .file("web.env", "PORT=1\nFROM_FILE='yes'\n")
                        .file("conf.d/more.yml", "programs: {more: {cmd: ../bin/more}}");
        configuration = scratch.load(SAMPLE);
    }

    private ProgramSpec program(String name) {
        return configuration.programs().stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void daemonRunsAsItSays() {
        assertThat(configuration.daemon())
                .isEqualTo(
                        new DaemonSettings(
                                Optional.of(folder.resolve("state")),
                                Optional.of(folder.resolve("run/taskmaster.sock")),
                                Optional.of(folder.resolve("log/taskmaster.log")),
                                Optional.of(new Rotation(1 << 20, 3)),
                                LogFormat.JSON,
                                true,
                                true,
                                true,
                                false,
                                Optional.of(
                                        new ExitOn(
                                                List.of("web"),
                                                Set.of(
                                                        ProcessState.EXITED,
                                                        ProcessState.STOPPED)))));
    }

    @Test
    void processesAreNamedAndNumbered() {
        assertThat(program("web").processes())
                .extracting(process -> process.name().toString())
                .containsExactly("front:web_01", "front:web_02");
    }

    @Test
    void launchIsWhatItSays() {
        var launch = program("web").processes().getFirst().launch();

        assertThat(launch.cmd())
                .containsExactly(folder.resolve("bin/web").toString(), "--name", "web_01", "8080");
        assertThat(launch.workingDir()).contains(Path.of("/home/joe/web"));
        assertThat(launch.umask()).hasValue(0027);
        assertThat(launch.user()).contains(new User("www-data", true));
        assertThat(launch.limits())
                .isEqualTo(
                        Map.of(
                                Resource.NOFILE, Limit.parse("1024:4096"),
                                Resource.CORE, Limit.of(Limit.UNLIMITED),
                                Resource.CPU, Limit.of(60)));
        assertThat(launch.stdin()).isEqualTo(new Stdin.Pipe());
        assertThat(launch.stdout())
                .isEqualTo(
                        new Output.Rotated(
                                folder.resolve("log/web_01.log"), new Rotation(64 << 10, 0)));
        assertThat(launch.stderr()).isEqualTo(new Output.ToStdout());
        assertThat(launch.env())
                .containsEntry("PORT", "8080")
                .containsEntry("FROM_FILE", "yes")
                .containsEntry("EMPTY", "")
                .containsEntry("WHO", "web 1 {other}");
    }

    @Test
    void policiesAreWhatItSays() {
        var web = program("web").processes().getFirst();

        assertThat(web.start().autostart()).isFalse();
        assertThat(web.start().startRetries()).isEqualTo(7);
        assertThat(web.start().startTime()).isEqualTo(Duration.ofMillis(500));
        assertThat(web.start().priority()).isEqualTo(-5);
        assertThat(web.start().dependsOn()).containsExactly("db");
        assertThat(web.restart().autorestart()).isEqualTo(Autorestart.ALWAYS);
        assertThat(web.restart().exitCodes()).containsExactly(3);
        assertThat(web.restart().backoff())
                .isEqualTo(
                        new Backoff.Exponential(
                                Duration.ofMillis(500),
                                Duration.ofHours(1),
                                1.5,
                                0,
                                Duration.ofDays(1)));
        assertThat(web.stop().stopSignal()).isEqualTo(Signal.INT);
        assertThat(web.stop().killAsGroup()).isTrue();
        assertThat(web.stop().killTree()).isFalse();
    }

    @Test
    void mergedKeysCount() {
        assertThat(program("web").processes().getFirst().stop().stopTime()).hasMinutes(2);
        assertThat(program("web").processes().getFirst().stop().stopAsGroup()).isTrue();
    }

    @Test
    void includedProgramsHaveTheFolderOfTheirFile() {
        assertThat(program("more").processes().getFirst().launch().cmd())
                .containsExactly(folder.resolve("bin/more").toString());
    }

    @Test
    void whatIsNotWrittenHasTheDefaultsOfTheBuilder() {
        var db = program("db").processes().getFirst();
        var built = ProgramSpec.named("db").cmd("db").build().processes().getFirst();

        assertThat(db.start()).isEqualTo(built.start());
        assertThat(db.restart()).isEqualTo(built.restart());
        assertThat(db.stop()).isEqualTo(built.stop());
        assertThat(db.launch().stdout())
                .isEqualTo(
                        new Output.Rotated(
                                folder.resolve("state/logs/db.stdout.log"), Rotation.STANDARD));
        assertThat(db.launch().stderr())
                .isEqualTo(
                        new Output.Rotated(
                                folder.resolve("state/logs/db.stderr.log"), Rotation.STANDARD));
    }

    @ParameterizedTest
    @CsvSource({"022", "22", "'\"022\"'", "0o22", "0022", "!!int 022"})
    void umaskIsAlwaysOctal(String umask) {
        var web = scratch.web("umask: " + umask).processes().getFirst();

        assertThat(web.launch().umask()).hasValue(0022);
    }

    @ParameterizedTest
    @CsvSource({
        "always,ALWAYS",
        "true,ALWAYS",
        "YES,ALWAYS",
        "never,NEVER",
        "false,NEVER",
        "Off,NEVER",
        "unexpected,UNEXPECTED",
        "Unexpected,UNEXPECTED"
    })
    void autorestartHasThreeValues(String text, Autorestart autorestart) {
        var web = scratch.web("autorestart: " + text).processes().getFirst();

        assertThat(web.restart().autorestart()).isEqualTo(autorestart);
    }

    @ParameterizedTest
    @CsvSource({"TERM,15", "SIGTERM,15", "sigterm,15", "15,15", "USR1,10", "RTMIN+1,35"})
    void signalsHaveNamesAndNumbers(String text, int number) {
        var web = scratch.web("stopsignal: " + text).processes().getFirst();

        assertThat(web.stop().stopSignal().number()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"none", "NONE", "null", "~"})
    void outputMayGoNowhere(String none) {
        var web = scratch.web("stdout: " + none + "\nstderr: inherit").processes().getFirst();

        assertThat(web.launch().stdout()).isEqualTo(new Output.Discard());
        assertThat(web.launch().stderr()).isEqualTo(new Output.Inherit());
    }

    @Test
    void rotationWithoutASizeIsNone() {
        var web = scratch.web("stdout: {file: a.log, maxbytes: 0}").processes().getFirst();

        assertThat(web.launch().stdout()).isEqualTo(new Output.Append(folder.resolve("a.log")));
    }

    @Test
    void rotationWithoutAFileIsThatOfAuto() {
        var web = scratch.web("stderr: {backups: 2}").processes().getFirst();

        assertThat(web.launch().stderr().file().orElseThrow().toString())
                .endsWith("/logs/web.stderr.log");
    }

    @Test
    void eventLogMayBeOff() {
        var daemon = scratch.load("{programs: {}, taskmaster: {logfile: none}}").daemon();

        assertThat(daemon.logfile()).isEmpty();
        assertThat(daemon.logRotation()).isEmpty();
    }

    @Test
    void eventLogAtAPathIsRotated() {
        var daemon = scratch.load("{programs: {}, taskmaster: {logfile: a.log}}").daemon();

        assertThat(daemon.logfile()).contains(folder.resolve("a.log"));
        assertThat(daemon.logRotation()).contains(Rotation.STANDARD);
    }

    @Test
    void stdinMayBeAFile() {
        var web = scratch.web("stdin: input.txt").processes().getFirst();

        assertThat(web.launch().stdin()).isEqualTo(new Stdin.File(folder.resolve("input.txt")));
    }

    @Test
    void variablesAreTextAsItIsWritten() {
        var web =
                scratch.web("env: {A: 022, B: yes, C: 1.0, D: null, E: 2026-01-01, F: ~, G: '#'}")
                        .processes()
                        .getFirst();

        assertThat(web.launch().env())
                .containsEntry("A", "022")
                .containsEntry("B", "yes")
                .containsEntry("C", "1.0")
                .containsEntry("D", "null")
                .containsEntry("E", "2026-01-01")
                .containsEntry("F", "~")
                .containsEntry("G", "#");
    }

    @Test
    void laterFilesOfVariablesWin() {
        var web =
                scratch.file("a.env", "X=a\nY=a")
                        .file("b.env", "X=b")
                        .web("env_file: [a.env, b.env]")
                        .processes()
                        .getFirst();

        assertThat(web.launch().env()).containsEntry("X", "b").containsEntry("Y", "a");
    }

    @Test
    void placeholdersStandInCommandsPathsAndVariables() {
        var program =
                scratch.web(
                        """
                        numprocs: 2
                        workingdir: "{program}/{num}"
                        stdin: "in.{num}"
                        env: {NAME: "{process}"}
                        """);

        var second = program.processes().getLast().launch();
        assertThat(second.workingDir()).contains(folder.resolve("web/1"));
        assertThat(second.stdin()).isEqualTo(new Stdin.File(folder.resolve("in.1")));
        assertThat(second.env()).containsEntry("NAME", "web_01");
    }

    @Test
    void exitCodesMayBeNone() {
        var web = scratch.web("exitcodes: []").processes().getFirst();

        assertThat(web.restart().exitCodes()).isEmpty();
    }

    @Test
    void longestWaitIsNeverLessThanTheFirst() {
        var web = scratch.web("backoff: {initial: 5m}").processes().getFirst();

        assertThat(((Backoff.Exponential) web.restart().backoff()).max()).hasMinutes(5);
    }

    @Test
    void programsMayBeNone() {
        assertThat(scratch.load("programs: {}").programs()).isEqualTo(List.of());
    }
}
