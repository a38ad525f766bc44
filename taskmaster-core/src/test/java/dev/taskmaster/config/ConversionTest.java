package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.Backoff;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.RestartPolicy;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.spec.StartPolicy;
import dev.taskmaster.spec.StopPolicy;
import dev.taskmaster.spec.User;
import dev.taskmaster.testing.Seed;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class ConversionTest {
    @TempDir private Path folder;
    private SupervisordTexts texts;

    @BeforeEach
    void makeTexts() {
        texts = new SupervisordTexts(folder);
    }

    private Conversion convert(String... lines) {
        return Conversion.of(texts.loadPrograms(lines));
    }

    /// What the YAML text is read as.
    private Configuration read(Conversion conversion) {
        return new Scratch(folder).load(conversion.yaml());
    }

    @Test
    void writesAShortFileForAShortFile() {
        var conversion =
                Conversion.of(
                        texts.load(
                                "[supervisord]",
                                "logfile = /tmp/supervisord.log",
                                "[unix_http_server]",
                                "file = /tmp/supervisor.sock",
                                "[program:web]",
                                "command = /usr/bin/web --port 80 --title 'a b'",
                                "[program:worker]",
                                "command = worker --name %(program_name)s_%(process_num)02d",
                                "process_name = %(program_name)s_%(process_num)02d",
                                "numprocs = 3",
                                "autorestart = true",
                                "exitcodes = 0,2",
                                "stopasgroup = true",
                                "stdout_logfile = /tmp/%(program_name)s_%(process_num)02d.log",
                                "redirect_stderr = true",
                                "environment = HOME=\"/srv\",EMPTY=\"\""));
        assertThat(conversion.yaml())
                .isEqualTo(
                        """
                        taskmaster:
                          logfile:
                            file: /tmp/supervisord.log
                            maxbytes: 50MB
                            backups: 10
                          socket: /tmp/supervisor.sock
                        programs:
                          web:
                            cmd: [/usr/bin/web, "--port", 80, "--title", a b]
                            stdin: pipe
                            stdout: auto
                            stderr: auto
                            killasgroup: false
                          worker:
                            cmd: "worker --name {process}"
                            numprocs: 3
                            env:
                              HOME: /srv
                              EMPTY: ""
                            stdin: pipe
                            stdout:
                              file: "/tmp/{process}.log"
                              maxbytes: 50MB
                              backups: 10
                            stderr: stdout
                            autorestart: always
                            exitcodes: [0, 2]
                            stopasgroup: true
                            killtree: false
                        """);
        assertThat(conversion.notCarried())
                .satisfiesExactly(
                        note -> assertThat(note).contains("worker", "process group is killed"),
                        note -> assertThat(note).contains("grow exponentially"),
                        note -> assertThat(note).contains("SUPERVISOR_ENABLED"));
    }

    @Test
    void comesBackAsItWas() {
        comesBack(
                "[program:plain]",
                "command = plain",
                "[program:paths]",
                "command = bin/../run ./x",
                "directory = sub",
                "stdout_logfile = rel.log",
                "stdout_logfile_maxbytes = 0",
                "stderr_logfile = NONE",
                "[program:policies]",
                "command = x",
                "umask = 027",
                "user = web",
                "priority = 3",
                "autostart = false",
                "startsecs = 0",
                "startretries = 100000000",
                "autorestart = false",
                "exitcodes =",
                "stopsignal = USR1",
                "stopwaitsecs = 99",
                "killasgroup = true",
                "stdout_logfile = /dev/stdout",
                "stderr_logfile = /dev/stdout",
                "[program:devices]",
                "command = x",
                "stdout_logfile = /dev/full",
                "stderr_logfile = /dev/stderr");
    }

    @Test
    void keepsTextsThatYamlCouldTakeForSomethingElse() {
        comesBack(
                "[program:a]",
                "command = sh -c 'echo $HOME ${HOME} $$ $1 $$$${x}' '' # comment",
                "[program:b]",
                "command = x yes no null 1.0 0x1 - -- ? : a: *b &c !d '{e}' '[f]' \"g\\\"h\" 'i\\j' @k `l` |m >n %%o é 𝄞",
                "environment = A=\"1\",B=\"yes\",C=\"a: b\",D=\"#x\",yes=\"$$\",E=\"'\",F=\"x\\n\",G=\" y \"",
                "[program:null]",
                "command = null",
                "[program:1.0]",
                "command = 1.0",
                "[program:@'\"]",
                "command = x");
    }

    @Test
    void keepsProcessesThatDifferByMoreThanTheirNames() {
        comesBack(
                "[program:number]",
                "command = x %(process_num)d",
                "process_name = %(program_name)s_%(process_num)02d",
                "numprocs = 3",
                "numprocs_start = 9",
                "[program:padded]",
                "command = x %(process_num)02d",
                "process_name = %(program_name)s_%(process_num)02d",
                "numprocs = 12",
                "[program:named]",
                "command = x",
                "process_name = n%(process_num)d",
                "numprocs = 2",
                "[program:one]",
                "command = x",
                "process_name = other");
    }

    @Test
    void keepsGroups() {
        comesBack(
                "[program:a]",
                "command = a",
                "priority = 1",
                "[program:b]",
                "command = b",
                "process_name = %(program_name)s_%(process_num)02d",
                "numprocs = 2",
                "[group:g]",
                "programs = b,a");
    }

    private void comesBack(String... lines) {
        var loaded = texts.loadPrograms(lines);
        var before = processes(loaded.programs().all());
        // What can never start is told and left out.
        loaded.config().groups().stream()
                .flatMap(group -> group.processes().stream())
                .filter(process -> process.spawnError().isPresent())
                .forEach(
                        broken ->
                                before.keySet().removeIf(it -> it.process().equals(broken.name())));
        var after = processes(read(Conversion.of(loaded)).programs());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach(
                (name, process) ->
                        assertThat(comparable(after.get(name)))
                                .isEqualTo(comparable(inYaml(process))));
    }

    private static Map<ProcessName, ProcessSpec> processes(List<ProgramSpec> programs) {
        var processes = new LinkedHashMap<ProcessName, ProcessSpec>();
        programs.stream()
                .flatMap(program -> program.processes().stream())
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(process -> processes.put(process.name(), process));
        return processes;
    }

    /// All of a process but what it is made from, and where the supervisor itself keeps its logs.
    private static List<Object> comparable(ProcessSpec process) {
        var launch = process.launch();
        var env = new LinkedHashMap<>(launch.env());
        env.keySet().removeIf(name -> name.startsWith("TASKMASTER_"));
        return List.of(
                process.name(),
                launch.cmd(),
                launch.workingDir(),
                env,
                launch.umask(),
                launch.user(),
                launch.stdin(),
                withoutFolder(launch.stdout()),
                withoutFolder(launch.stderr()),
                launch.isolation(),
                process.start(),
                process.restart(),
                process.stop());
    }

    private static Output withoutFolder(Output output) {
        return switch (output) {
            case Output.Rotated(var path, var rotation) ->
                    new Output.Rotated(withoutFolder(path), rotation);
            case Output.Append(var path) -> new Output.Append(withoutFolder(path));
            default -> output;
        };
    }

    private static Path withoutFolder(Path path) {
        return path.startsWith("/home/joe/.local/state") ? auto(path.getFileName()) : path;
    }

    private static Path auto(Path name) {
        return Path.of("/auto").resolve(name);
    }

    /// A process as YAML can have it at most.
    private ProcessSpec inYaml(ProcessSpec process) {
        var launch = process.launch();
        var env = new LinkedHashMap<>(launch.env());
        env.keySet().removeIf(name -> name.startsWith("SUPERVISOR_"));
        var name = process.name().process();
        var cmd = new ArrayList<>(launch.cmd());
        if (cmd.getFirst().contains("/")) {
            cmd.set(0, folder.resolve(cmd.getFirst()).normalize().toString());
        }
        var wanted =
                new LaunchSpec(
                        cmd,
                        launch.workingDir(),
                        env,
                        launch.umask(),
                        launch.user().map(user -> new User(user.name(), true)),
                        launch.limits(),
                        launch.stdin(),
                        inYaml(launch.stdout(), name + ".stdout.log"),
                        inYaml(launch.stderr(), name + ".stderr.log"),
                        Isolation.SESSION);
        var start = process.start();
        var stop = process.stop();
        return new ProcessSpec(
                process.name(),
                process.program(),
                process.num(),
                wanted,
                wanted,
                new StartPolicy(
                        start.autostart(),
                        start.startTime(),
                        start.startRetries(),
                        start.priority(),
                        start.priority(),
                        List.of()),
                new RestartPolicy(
                        process.restart().autorestart(),
                        process.restart().exitCodes(),
                        Backoff.standard()),
                new StopPolicy(
                        stop.stopSignal(),
                        stop.stopTime(),
                        stop.stopAsGroup(),
                        stop.killAsGroup(),
                        stop.killAsGroup(),
                        false));
    }

    private Output inYaml(Output output, String auto) {
        return switch (output) {
            case Output.Rotated(var path, var rotation) -> {
                var file = path.toString().contains("---") ? auto(Path.of(auto)) : path;
                yield rotation.equals(Rotation.NEVER)
                        ? new Output.Append(file)
                        : new Output.Rotated(file, rotation);
            }
            case Output.Tapped(var to, _) -> inYaml(to, auto);
            case Output.Append _, Output.Discard _, Output.Inherit _, Output.ToStdout _ -> output;
        };
    }

    @Test
    void saysWhatItCannotCarry() {
        var conversion =
                Conversion.of(
                        texts.load(
                                "[supervisord]",
                                "logfile = syslog",
                                "minfds = 4096",
                                "strip_ansi = true",
                                "[unix_http_server]",
                                "file = /tmp/s.sock",
                                "chmod = 0770",
                                "[inet_http_server]",
                                "port = 9001",
                                "[program:a]",
                                "command = a {num} ~/x",
                                "user = web",
                                "stdout_capture_maxbytes = 1KB",
                                "stderr_events_enabled = true",
                                "stderr_syslog = true",
                                "serverurl = http://x",
                                "[program:broken]",
                                "command = 'x",
                                "[eventlistener:l]",
                                "command = l",
                                "events = TICK",
                                "[fcgi-program:f]",
                                "command = f",
                                "socket = tcp://localhost:1",
                                "[group:g]",
                                "programs = a",
                                "priority = 5",
                                "[group:h]",
                                "programs = a"));
        assertThat(conversion.notCarried())
                .contains(
                        "[supervisord] minfds",
                        "[supervisord] strip_ansi",
                        "[unix_http_server] chmod, chown, username, password: the socket is the supervisor's alone",
                        "[inet_http_server]: one unix socket is all",
                        "[eventlistener:l]",
                        "[fcgi-program:f]",
                        "[group:g] priority 5: a program has one priority, and g:a keeps its own, 999",
                        "g:a: stdout_capture_maxbytes",
                        "g:a: stderr_events_enabled",
                        "g:a: stderr_syslog",
                        "g:a: serverurl http://x",
                        "g:a: HOME, USER, LOGNAME and SHELL become those of web",
                        "g:a: '{num}' has a placeholder in it, which is replaced",
                        "g:a: '~/x' begins with the supervisor's home",
                        "h:a is called h-a",
                        "broken: can't parse command ''x': No closing quotation");
        var configuration = read(conversion);
        assertThat(configuration.daemon().syslog()).isTrue();
        assertThat(configuration.daemon().logfile()).isEmpty();
        assertThat(configuration.daemon().socket()).contains(Path.of("/tmp/s.sock"));
        assertThat(configuration.programs())
                .extracting(ProgramSpec::name)
                .containsExactlyInAnyOrder("a", "h-a");
    }

    @Test
    void givesEveryProcessANameOfItsOwn() {
        var conversion =
                convert(
                        "[program:a]",
                        "command = a",
                        "[program:h-a]",
                        "command = x",
                        "priority = 1",
                        "[group:g]",
                        "programs = a",
                        "[group:h]",
                        "programs = a");
        assertThat(read(conversion).programs())
                .extracting(program -> program.group() + ":" + program.name())
                .containsExactly("h-a:h-a", "g:a", "h:h-a-2");
    }

    @Test
    void writesWhatCanBeReadForAnEmptyFile() {
        assertThat(read(convert()).programs()).isEmpty();
        assertThat(Stream.of(convert().notCarried())).allMatch(List::isEmpty);
    }

    @Test
    void canBeReadWhateverItIsMadeFrom() {
        var seed = Seed.chosen();
        var made = new RandomConfig(new Random(seed));
        for (var i = 0; i < 500; i++) {
            var text = made.text();
            try {
                comesBack(text.lines().skip(1).toArray(String[]::new));
            } catch (ConfigException e) {
                assertThat(e.problems().getFirst().file().toString())
                        .as("-Dseed=%d, round %d:%n%s%n%s", seed, i, text, e.getMessage())
                        .endsWith(".conf");
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dseed=%d, round %d:%n%s".formatted(seed, i, text), e);
            }
        }
    }

    @Test
    void keepsCommandsOfAnyLength() {
        comesBack("[program:x]", "command = x" + " yy".repeat(100_000));
    }
}
