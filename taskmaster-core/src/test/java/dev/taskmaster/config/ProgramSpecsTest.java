package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.RestartPolicy;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.StartPolicy;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.StopPolicy;
import dev.taskmaster.spec.Tap;
import dev.taskmaster.spec.User;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

class ProgramSpecsTest {
    @TempDir private Path folder;
    private SupervisordTexts texts;

    @BeforeEach
    void makeTexts() {
        texts = new SupervisordTexts(folder);
    }

    private List<ProgramSpec> programs(String... lines) {
        var programs = texts.loadPrograms(lines).programs().all();
        ProgramSpec.checkTogether(programs);
        return programs;
    }

    private ProcessSpec process(String... options) {
        var lines = Stream.concat(Stream.of("[program:x]", "command=x"), Stream.of(options));
        return programs(lines.toArray(String[]::new)).getFirst().processes().getFirst();
    }

    @Test
    void hasSupervisordsDefaults() {
        var process = process();
        var launch =
                new LaunchSpec(
                        List.of("x"),
                        Optional.empty(),
                        Map.of(
                                "SUPERVISOR_ENABLED", "1",
                                "SUPERVISOR_PROCESS_NAME", "x",
                                "SUPERVISOR_GROUP_NAME", "x"),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        new Stdin.Pipe(),
                        process.launch().stdout(),
                        process.launch().stderr(),
                        Isolation.GROUP);
        assertThat(process)
                .isEqualTo(
                        new ProcessSpec(
                                ProcessName.of("x"),
                                "x",
                                0,
                                launch,
                                launch,
                                new StartPolicy(
                                        true, Duration.ofSeconds(1), 3, 999, 999, List.of()),
                                new RestartPolicy(
                                        Autorestart.UNEXPECTED,
                                        new TreeSet<>(List.of(0)),
                                        Backoff.linear()),
                                new StopPolicy(
                                        Signal.TERM,
                                        Duration.ofSeconds(10),
                                        false,
                                        false,
                                        false,
                                        false)));
        assertThat(process.launch().stdout())
                .isInstanceOfSatisfying(
                        Output.Rotated.class,
                        output -> {
                            assertThat(output.rotation()).isEqualTo(Rotation.STANDARD);
                            assertThat(output.path().toString())
                                    .matches("/tmp/x-stdout---supervisor-[a-z0-9]{8}\\.log");
                        });
    }

    @Test
    void carriesEveryOption() {
        var process =
                process(
                        "command=/bin/x 'a b' {num}",
                        "directory=/srv",
                        "umask=027",
                        "user=web",
                        "priority=5",
                        "autostart=false",
                        "startsecs=7",
                        "startretries=9",
                        "autorestart=true",
                        "exitcodes=3,4",
                        "stopsignal=INT",
                        "stopwaitsecs=30",
                        "stopasgroup=true",
                        "stdout_logfile=/tmp/out",
                        "stdout_logfile_maxbytes=1KB",
                        "stdout_logfile_backups=2",
                        "redirect_stderr=true",
                        "environment=A=\"1\"");
        var launch = process.launch();
        assertThat(launch).isEqualTo(process.template());
        assertThat(launch.cmd()).containsExactly("/bin/x", "a b", "{num}");
        assertThat(launch.workingDir()).contains(Path.of("/srv"));
        assertThat(launch.umask()).hasValue(027);
        assertThat(launch.user()).contains(new User("web", false));
        assertThat(launch.env()).containsEntry("A", "1");
        assertThat(launch.stdout())
                .isEqualTo(new Output.Rotated(Path.of("/tmp/out"), new Rotation(1024, 2)));
        assertThat(launch.stderr()).isEqualTo(new Output.ToStdout());
        assertThat(process.start())
                .isEqualTo(new StartPolicy(false, Duration.ofSeconds(7), 9, 5, 5, List.of()));
        assertThat(process.restart().autorestart()).isEqualTo(Autorestart.ALWAYS);
        assertThat(process.restart().exitCodes()).containsExactly(3, 4);
        assertThat(process.stop())
                .isEqualTo(
                        new StopPolicy(
                                Signal.INT, Duration.ofSeconds(30), true, true, false, false));
    }

    @Test
    void takesWhatIsOutOfRangeHereForTheNearestThatIsNot() {
        var process =
                process(
                        "startsecs=-5",
                        "stopwaitsecs=-1",
                        "startretries=99999999",
                        "umask=1022",
                        "stdout_logfile=/tmp/x",
                        "stdout_logfile_backups=-1");
        assertThat(process.start().startTime()).isZero();
        assertThat(process.start().startRetries()).isEqualTo(1_000_000);
        assertThat(process.stop().stopTime()).isZero();
        assertThat(process.launch().umask()).hasValue(022);
        assertThat(process.launch().stdout())
                .isEqualTo(new Output.Rotated(Path.of("/tmp/x"), new Rotation(50 << 20, 0)));
    }

    @Test
    void letsLaterEnvironmentsWin() {
        var env =
                texts.load(
                                "[supervisord]",
                                "environment=SUPERVISOR_ENABLED=\"daemon\",A=\"daemon\",B=\"daemon\"",
                                "[unix_http_server]",
                                "file=/tmp/s.sock",
                                "[program:x]",
                                "command=x",
                                "environment=B=\"own\",SUPERVISOR_GROUP_NAME=\"own\"")
                        .programs()
                        .all()
                        .getFirst()
                        .processes()
                        .getFirst()
                        .launch()
                        .env();
        assertThat(env)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "SUPERVISOR_ENABLED", "daemon",
                                "SUPERVISOR_SERVER_URL", "unix:///tmp/s.sock",
                                "SUPERVISOR_PROCESS_NAME", "x",
                                "SUPERVISOR_GROUP_NAME", "own",
                                "A", "daemon",
                                "B", "own"));
    }

    @Test
    void saysItsOwnServerUrlOrNone() {
        assertThat(process("serverurl=http://x:1").launch().env())
                .containsEntry("SUPERVISOR_SERVER_URL", "http://x:1");
        assertThat(
                        programs(
                                        "[inet_http_server]",
                                        "port=1",
                                        "[program:x]",
                                        "command=x",
                                        "serverurl=")
                                .getFirst()
                                .processes()
                                .getFirst()
                                .launch()
                                .env())
                .doesNotContainKey("SUPERVISOR_SERVER_URL");
    }

    @Test
    void makesOneProgramOfEachMemberOfAGroup() {
        var programs =
                programs(
                        "[program:b]",
                        "command=b %(process_num)d",
                        "process_name=%(program_name)s-%(process_num)d",
                        "numprocs=2",
                        "numprocs_start=3",
                        "priority=5",
                        "[program:a]",
                        "command=a",
                        "[group:g]",
                        "programs=b,a",
                        "priority=7",
                        "[group:h]",
                        "programs=a");
        assertThat(programs)
                .extracting(p -> p.group() + " " + p.name())
                .containsExactly("g b", "g a", "h a");
        var processes = programs.getFirst().processes();
        assertThat(processes)
                .extracting(p -> p.name() + " " + p.num() + " " + p.launch().cmd().getLast())
                .containsExactly("g:b-3 3 3", "g:b-4 4 4");
        assertThat(processes.getFirst().start().priority()).isEqualTo(5);
        assertThat(processes.getFirst().start().groupPriority()).isEqualTo(7);
        assertThat(processes.getFirst().launch().env())
                .containsEntry("SUPERVISOR_GROUP_NAME", "g")
                .containsEntry("SUPERVISOR_PROCESS_NAME", "b-3");
    }

    @Test
    void hasNoProgramWhereThereAreNoProcesses() {
        assertThat(programs("[program:x]", "command=x", "numprocs=0", "[group:g]")).isEmpty();
    }

    @Test
    void givesListenersTheirPriorities() {
        var listener =
                programs("[eventlistener:l]", "command=l", "events=TICK", "stdout_logfile=NONE")
                        .getFirst()
                        .processes()
                        .getFirst();
        assertThat(listener.start().groupPriority()).isEqualTo(-1);
        assertThat(listener.start().priority()).isEqualTo(999);
        assertThat(listener.launch().stdout())
                .as("what it answers must be read")
                .isEqualTo(new Output.Tapped(new Output.Discard(), new Tap(false, true, 0, false)));
    }

    @Test
    void discardsWhatNobodyWantsToSee() {
        assertThat(process("stdout_logfile=NONE").launch().stdout())
                .isEqualTo(new Output.Discard());
        assertThat(process("stdout_logfile=/dev/null").launch().stdout())
                .isEqualTo(new Output.Discard());
    }

    @Test
    void looksAtOutputOnItsWayIfItIsAskedTo() {
        var file = new Output.Rotated(folder.resolve("x"), new Rotation(50 << 20, 10));
        assertThat(process("stdout_logfile=x", "stdout_capture_maxbytes=1KB").launch().stdout())
                .isEqualTo(new Output.Tapped(file, new Tap(false, false, 1024, false)));
        assertThat(process("stdout_logfile=x", "stdout_events_enabled=true").launch().stdout())
                .isEqualTo(new Output.Tapped(file, new Tap(false, true, 0, false)));
        assertThat(process("stdout_logfile=x", "stdout_syslog=true").launch().stdout())
                .isEqualTo(new Output.Tapped(file, new Tap(false, false, 0, true)));
        assertThat(process("stdout_logfile=NONE", "stdout_capture_maxbytes=3GB").launch().stdout())
                .isEqualTo(
                        new Output.Tapped(
                                new Output.Discard(),
                                new Tap(false, false, Integer.MAX_VALUE, false)));
    }

    @Test
    void looksAtAllOutputIfTheDaemonIsAskedTo() {
        var program = List.of("[program:x]", "command=x", "stderr_logfile=NONE");
        assertThat(launch(program, "strip_ansi=true").stdout())
                .isInstanceOfSatisfying(
                        Output.Tapped.class,
                        it -> assertThat(it.tap()).isEqualTo(new Tap(true, false, 0, false)));
        assertThat(launch(program, "strip_ansi=true").stderr()).isEqualTo(new Output.Discard());
        assertThat(launch(program, "loglevel=debug").stderr())
                .isEqualTo(new Output.Tapped(new Output.Discard(), new Tap(false, true, 0, false)));
    }

    @Test
    void neverRotatesWhatHasNoMaximum() {
        assertThat(process("stdout_logfile=x.log", "stdout_logfile_maxbytes=0").launch().stdout())
                .isEqualTo(new Output.Rotated(folder.resolve("x.log"), Rotation.NEVER));
    }

    @Test
    void handsItsOwnOutputOnToProcesses() {
        var both = process("stdout_logfile=/dev/stdout", "stderr_logfile=/dev/stderr").launch();
        assertThat(both.stdout()).isEqualTo(new Output.Inherit());
        assertThat(both.stderr()).isEqualTo(new Output.Inherit());

        var one = process("stdout_logfile=/dev/stdout", "stderr_logfile=/dev/stdout").launch();
        assertThat(one.stderr()).isEqualTo(new Output.ToStdout());

        var crossed =
                process("stdout_logfile=/dev/fd/2", "stderr_logfile=/proc/self/fd/1").launch();
        var descriptors = "/proc/" + ProcessHandle.current().pid() + "/fd/";
        assertThat(crossed.stdout()).isEqualTo(new Output.Append(Path.of(descriptors + 2)));
        assertThat(crossed.stderr()).isEqualTo(new Output.Append(Path.of(descriptors + 1)));

        assertThat(
                        process("stdout_logfile=/dev/stdout", "stdout_events_enabled=true")
                                .launch()
                                .stdout())
                .isEqualTo(
                        new Output.Tapped(
                                new Output.Rotated(Path.of("/dev/stdout"), Rotation.NEVER),
                                new Tap(false, true, 0, false)));
    }

    @Test
    void leavesDevicesToTheProcess() {
        assertThat(process("stdout_logfile=/dev/full").launch().stdout())
                .isEqualTo(new Output.Append(Path.of("/dev/full")));
        var program = List.of("[program:x]", "command=x", "stdout_logfile=/dev/full");
        assertThat(launch(program, "strip_ansi=true").stdout())
                .as("but what is to be changed passes through the supervisor")
                .isEqualTo(
                        new Output.Tapped(
                                new Output.Rotated(Path.of("/dev/full"), Rotation.NEVER),
                                new Tap(true, false, 0, false)));
    }

    @Test
    void startsRelativePathsFromTheFolderItWillBeIn() {
        assertThat(process("directory=sub").launch().workingDir()).contains(folder.resolve("sub"));
        var lines = List.of("directory=/tmp", "[program:x]", "command=x", "stdout_logfile=x.log");
        assertThat(launch(lines, "nodaemon=false").stdout().file()).contains(Path.of("/tmp/x.log"));
        assertThat(launch(lines, "nodaemon=true").stdout().file())
                .contains(folder.resolve("x.log"));
    }

    private LaunchSpec launch(List<String> lines, String setting) {
        var all = Stream.concat(Stream.of("[supervisord]", setting), lines.stream());
        return texts.load(all.toArray(String[]::new))
                .programs()
                .all()
                .getFirst()
                .processes()
                .getFirst()
                .launch();
    }

    @Test
    void supervisesEvenWhatCanNeverStart() {
        assertThat(process("command=a 'b").launch().cmd()).containsExactly("a 'b");
        assertThat(process("command=").launch().cmd()).containsExactly("(no command)");
        assertThat(process("command='' x").launch().cmd()).containsExactly("'' x");
        var group = texts.loadPrograms("[program:x]", "command=a 'b").config().groups().getFirst();
        assertThat(group.processes().getFirst().spawnError())
                .contains("can't parse command 'a 'b': No closing quotation");
    }
}
