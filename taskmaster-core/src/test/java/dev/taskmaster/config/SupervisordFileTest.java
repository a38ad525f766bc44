package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.config.supervisord.RpcInterface;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What a whole file means is compared with the real supervisord in [SupervisordDifferenceIT]; here
/// is what Taskmaster says of it.
class SupervisordFileTest {
    @TempDir private Path folder;
    private SupervisordTexts texts;

    @BeforeEach
    void makeTexts() {
        texts = new SupervisordTexts(folder);
    }

    private Path write(String name, String... lines) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines));
    }

    @Test
    void saysEverythingThatIsWrongAtOnceWithItsPlace() {
        assertThat(
                        texts.problems(
                                "[supervisord]",
                                "minfds = many",
                                "user = nobody-here",
                                "[program:a]",
                                "  startsecs = 1s",
                                "autorestart = maybe",
                                "[program:b]",
                                "command = %(nope)s",
                                "stopsignal = TERMM",
                                "[group:g]",
                                "programs = b,other",
                                "nonsense",
                                "[inet_http_server]"))
                .containsExactly(
                        "supervisord.conf:2:1: [supervisord] minfds: 'many' is not a whole number",
                        "supervisord.conf:3:1: [supervisord] user: there is no user 'nobody-here'",
                        "supervisord.conf:4:1: [program:a] has no command, expected command = program and arguments",
                        "supervisord.conf:5:3: [program:a] startsecs: '1s' is not a whole number",
                        "supervisord.conf:6:1: [program:a] autorestart: 'maybe' is none of true, false, unexpected",
                        "supervisord.conf:8:1: [program:b] command: there is no %(nope)s, expected one of group_name, here, host_node_name, numprocs, process_num, program_name, or ENV_X for the environment variable X",
                        "supervisord.conf:9:1: [program:b] stopsignal: unknown signal 'TERMM', did you mean 'TERM'?",
                        "supervisord.conf:11:1: [group:g] programs: there is no [program:x] or [fcgi-program:x] for 'other'",
                        "supervisord.conf:12:1: 'nonsense' is neither a [section] nor name = value, nor does it go on with the value before, which takes an indent",
                        "supervisord.conf:13:1: [inet_http_server] has no port, expected port = host:port");
    }

    @Test
    void needsItsMainSection() {
        assertThat(texts.problems("[program:x]", "command=x"))
                .containsExactly("supervisord.conf: has no section [supervisord]");
    }

    @Test
    void saysWhatSupervisordWouldPassOverInSilence() {
        assertThat(
                        texts.warnings(
                                "[supervisord]",
                                "loglvel = debug",
                                "[program:x]",
                                "command = x",
                                "autostrat = false",
                                "cmd = y",
                                "[programme:y]",
                                "[supervisor]"))
                .containsExactly(
                        "supervisord.conf:2:1: [supervisord] loglvel: is not an option here and is ignored, did you mean 'loglevel'?",
                        "supervisord.conf:5:1: [program:x] autostrat: is not an option here and is ignored, did you mean 'autostart'?",
                        "supervisord.conf:6:1: [program:x] cmd: is not an option here and is ignored, did you mean 'command'?",
                        "supervisord.conf:7:1: [programme:y] is not a section of supervisord's and is ignored",
                        "supervisord.conf:8:1: [supervisor] is not a section of supervisord's and is ignored, did you mean 'supervisord'?");
    }

    @Test
    void warnsOfWhatCanBeUsedButHardlyBeMeant() {
        assertThat(
                        texts.warnings(
                                "[supervisord]",
                                "[program:x]",
                                "command = 'x",
                                "startsecs = -1",
                                "directory =",
                                "redirect_stderr = true",
                                "stderr_logfile = /tmp/x",
                                "stdout_logfile_maxbytes = 0",
                                "[program:y]",
                                "command =",
                                "numprocs = 0",
                                "[program:z]",
                                "command =",
                                "stdout_logfile = syslog"))
                .containsExactly(
                        "supervisord.conf:3:1: [program:x] command: can't parse command ''x': No closing quotation, so it cannot be started",
                        "supervisord.conf:4:1: [program:x] startsecs: is negative, which is taken for 0",
                        "supervisord.conf:5:1: [program:x] directory: is empty, which is taken for none",
                        "supervisord.conf:7:1: [program:x] stderr_logfile: is ignored, since redirect_stderr is true",
                        "supervisord.conf:8:1: [program:x] stdout_logfile_maxbytes: is 0 while the log is AUTO, so that it grows without limit",
                        "supervisord.conf:11:1: [program:y] numprocs: is less than 1, so there is no process",
                        "supervisord.conf:13:1: [program:z] command: command is empty, so it cannot be started",
                        "supervisord.conf:14:1: [program:z] stdout_logfile: = syslog is an old way to write stdout_syslog = true");
    }

    @Test
    void namesTheIncludedFileOfAProblem() throws IOException {
        write("conf.d/x.conf", "", "[program:x]", "startsecs = x", "command=%(here)s");
        assertThat(texts.problems("[include]", "files = conf.d/*.conf", "[supervisord]"))
                .containsExactly(
                        "conf.d/x.conf:3:1: [program:x] startsecs: 'x' is not a whole number");
    }

    @Test
    void warnsIfAPatternFindsNothingOrAFolder() throws IOException {
        write("conf.d/a.conf/b", "");
        assertThat(texts.warnings("[include]", "files = no-such/*.conf conf.d/*", "[supervisord]"))
                .containsExactly(
                        "supervisord.conf:2:1: [include] files: there is no file 'no-such/*.conf'",
                        "supervisord.conf:2:1: [include] files: conf.d/a.conf is a folder, and passed over");
    }

    @Test
    void refusesFilesThatAreNotText() throws IOException {
        Files.write(folder.resolve("nul.conf"), new byte[] {'[', 0, ']'});
        Files.write(folder.resolve("latin1.conf"), new byte[] {'a', '\n', (byte) 0xE9});
        Files.write(folder.resolve("big.conf"), new byte[TextFile.BYTES_MAX + 1]);
        assertThat(
                        texts.problems(
                                "[include]", "files = *1.conf nul.conf big.conf", "[supervisord]"))
                .containsExactly(
                        "latin1.conf:2:1: is not UTF-8: the byte 0xE9 at offset 2 does not belong there",
                        "nul.conf: holds a NUL byte at offset 1: not text, but a binary file",
                        "big.conf: is 4194305 bytes long, expected at most 4194304");
    }

    @Test
    void refusesHooksThatWouldBePython() {
        assertThat(
                        texts.problems(
                                "[supervisord]",
                                "[rpcinterface:supervisor]",
                                "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface",
                                "[rpcinterface:cache]",
                                "supervisor.rpcinterface_factory = supervisor_cache.rpcinterface:make_cache",
                                "[eventlistener:l]",
                                "command = l",
                                "events = TICK",
                                "result_handler = mine:handler"))
                .containsExactly(
                        "supervisord.conf:5:1: [rpcinterface:cache] supervisor.rpcinterface_factory: 'supervisor_cache.rpcinterface:make_cache' cannot be resolved: it would be Python, only supervisor.rpcinterface:make_main_rpcinterface is offered",
                        "supervisord.conf:9:1: [eventlistener:l] result_handler: 'mine:handler' cannot be resolved: it would be Python, only supervisor.dispatchers:default_handler is offered");
        assertThat(
                        texts.load(
                                        "[supervisord]",
                                        "[rpcinterface:supervisor]",
                                        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface")
                                .config()
                                .rpcInterfaces())
                .containsExactly(new RpcInterface("supervisor"));
    }

    @Test
    void refusesUnknownEventsByName() {
        assertThat(
                        texts.problems(
                                "[supervisord]",
                                "[eventlistener:l]",
                                "command=l",
                                "events = TICK_61"))
                .containsExactly(
                        "supervisord.conf:4:1: [eventlistener:l] events: there is no event 'TICK_61', did you mean 'TICK_60'?");
    }

    @Test
    void readsTheClientsSection() {
        var config =
                texts.load(
                                Map.of("HOME", "/home/me"),
                                "[supervisord]",
                                "[supervisorctl]",
                                "serverurl = unix://%(here)s/s.sock",
                                "prompt = mine",
                                "history_file = ~/.history",
                                "username = u",
                                "password = p")
                        .config();
        var client = config.supervisorctl().orElseThrow();
        assertThat(client.serverUrl()).isEqualTo("unix://" + folder + "/s.sock");
        assertThat(client.prompt()).isEqualTo("mine");
        assertThat(client.historyFile()).contains(Path.of("/home/me/.history"));
        assertThat(client.password()).contains("p");
        assertThat(client.toString()).doesNotContain("p]").doesNotContain("password");
    }

    @Test
    void findsOwnersOfSocketsByNameAndNumber() {
        var servers =
                texts.load(
                                "[supervisord]",
                                "[unix_http_server]",
                                "file = /tmp/a",
                                "chown = web:www",
                                "[unix_http_server:b]",
                                "file = /tmp/b",
                                "chown = 33",
                                "[unix_http_server:c]",
                                "file = /tmp/c",
                                "chown = directory-user:directory-group",
                                "[unix_http_server:d]",
                                "file = /tmp/d")
                        .config()
                        .servers();
        assertThat(servers)
                .extracting(server -> ((HttpServer.Unix) server).owner().orElse(null))
                .containsExactly(
                        new HttpServer.Owner("web:www", OptionalInt.of(33), OptionalInt.of(44)),
                        new HttpServer.Owner("33", OptionalInt.of(33), OptionalInt.empty()),
                        new HttpServer.Owner(
                                "directory-user:directory-group",
                                OptionalInt.empty(),
                                OptionalInt.empty()),
                        null);
    }

    @Test
    void findsTheHomesOfUsers() {
        var process =
                process(
                        texts.loadPrograms(
                                "[program:x]",
                                "command=x",
                                "stdout_logfile=~root/../tmp/x",
                                "stderr_logfile=~web-not-here"));
        assertThat(process.stdout().logfile()).hasToString("File[path=/root/../tmp/x]");
        assertThat(process.stderr().logfile()).hasToString("File[path=~web-not-here]");
    }

    @Test
    void saysOfTwoGroupsOfOneNameWhichIsTaken() {
        var loaded =
                texts.loadPrograms(
                        "[program:x]",
                        "command=a",
                        "[eventlistener:x]",
                        "command=b",
                        "events=TICK",
                        "[program:y]",
                        "command=c",
                        "[group:g]",
                        "programs=y,y");
        assertThat(loaded.config().groups())
                .extracting(GroupConfig::name)
                .containsExactly("x", "g");
        assertThat(loaded.warnings())
                .extracting(Problem::message)
                .containsExactly(
                        "[program:x] is ignored: [eventlistener:x] makes a group of the same name",
                        "[group:g] there are two processes 'y' here, the later is taken");
    }

    @Test
    void warnsThatAFastCgiProgramHasNoSocketInAGroup() {
        assertThat(
                        texts.warnings(
                                "[supervisord]",
                                "[fcgi-program:f]",
                                "command = f",
                                "socket = tcp://localhost:1",
                                "[group:g]",
                                "programs = f"))
                .containsExactly(
                        "supervisord.conf:6:1: [group:g] programs: [fcgi-program:f] gets no socket here: in a group, it is a program as any other");
    }

    @Test
    void refusesMoreTextThanThereIsRoomFor() {
        assertThat(
                        texts.problems(
                                "[supervisord]",
                                "[program:x]",
                                "process_name=%(process_num)d",
                                "numprocs=100000",
                                "command=" + "x".repeat(1000)))
                .containsExactly(
                        "supervisord.conf:4:1: [program:x] numprocs: makes 100000000 characters of commands and environments with the programs before it, expected at most 67108864");
    }

    @Test
    void refusesMoreProcessesThanThereIsRoomFor() {
        assertThat(
                        texts.problems(
                                "[supervisord]",
                                "[program:x]",
                                "command=x",
                                "process_name=%(process_num)d",
                                "numprocs=60000",
                                "[group:a]",
                                "programs=x",
                                "[group:b]",
                                "programs=x"))
                .containsExactly(
                        "supervisord.conf:5:1: [program:x] numprocs: makes 120000 processes with the programs before it, expected at most 100000");
    }

    @Test
    void tellsTheFormatByNameOrFirstLine() throws IOException {
        assertThat(ConfigFile.at(write("a.conf", "x")).isSupervisords()).isTrue();
        assertThat(ConfigFile.at(write("a.INI", "x")).isSupervisords()).isTrue();
        assertThat(ConfigFile.at(write("a.yml", "[x]")).isSupervisords()).isFalse();
        assertThat(ConfigFile.at(write("a", "", "; c", " # c", "[x]")).isSupervisords()).isTrue();
        assertThat(ConfigFile.at(write("b", "programs: [x]")).isSupervisords()).isFalse();
        assertThat(ConfigFile.at(folder.resolve("not-there")).isSupervisords()).isFalse();
    }

    @Test
    void loadsAsAnyConfigurationFile() throws IOException {
        var file =
                write(
                        "supervisord.conf",
                        "[supervisord]",
                        "logfile=%(here)s/own.log",
                        "logfile_maxbytes=0",
                        "[unix_http_server]",
                        "file=%(here)s/s.sock",
                        "[program:x]",
                        "command=/bin/x {program}");
        var configuration = ConfigFile.at(file).load();
        assertThat(configuration.daemon().socket()).contains(folder.resolve("s.sock"));
        assertThat(configuration.daemon().logfile()).contains(folder.resolve("own.log"));
        assertThat(configuration.daemon().logRotation()).isEmpty();
        assertThat(configuration.programs().getFirst().processes().getFirst().launch().cmd())
                .isEqualTo(List.of("/bin/x", "{program}"));
    }

    private static ProcessConfig process(SupervisordFile.Loaded loaded) {
        return loaded.config().groups().getFirst().processes().getFirst();
    }
}
