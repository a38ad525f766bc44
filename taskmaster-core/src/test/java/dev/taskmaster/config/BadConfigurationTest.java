package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// What is said of configurations that are wrong.
class BadConfigurationTest {
    @TempDir Path folder;

    /// One wrong value of a key of a program, on line 4.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            numprocs: 0            | 15: programs.web.numprocs: 0 is out of range, expected a whole number from 1 to 100000
            numprocs: -1           | 15: programs.web.numprocs: -1 is out of range, expected a whole number from 1 to 100000
            numprocs: 99999999999  | 15: programs.web.numprocs: 99999999999 is out of range, expected a whole number from 1 to 100000
            numprocs: 99999999999999999999 | 15: programs.web.numprocs: 99999999999999999999 is out of range, expected a whole number from 1 to 100000
            numprocs: three        | 15: programs.web.numprocs: 'three' is not a number, expected a whole number from 1 to 100000
            numprocs: 1.5          | 15: programs.web.numprocs: '1.5' is not a number, expected a whole number from 1 to 100000
            numprocs: [1]          | 15: programs.web.numprocs: found a list, expected a whole number from 1 to 100000
            numprocs: {a: b}       | 15: programs.web.numprocs: found a map, expected a whole number from 1 to 100000
            numprocs:              | 14: programs.web.numprocs: has no value, expected a whole number from 1 to 100000
            numprocs_start: -1     | 21: programs.web.numprocs_start: -1 is out of range, expected a whole number from 0 to 1000000
            startretries: -1       | 19: programs.web.startretries: -1 is out of range, expected a whole number from 0 to 1000000
            priority: 99999999999  | 15: programs.web.priority: 99999999999 is out of range, expected a whole number from -2147483648 to 2147483647
            exitcodes: 256         | 16: programs.web.exitcodes: 256 is out of range, expected a whole number from 0 to 255
            exitcodes: [0, -1]     | 20: programs.web.exitcodes: -1 is out of range, expected a whole number from 0 to 255
            exitcodes: [[0]]       | 17: programs.web.exitcodes: found a list, expected an exit code from 0 to 255, or a list of them
            stopsignal: TERMM      | 17: programs.web.stopsignal: unknown signal 'TERMM', did you mean 'TERM'?
            stopsignal: SIGFOOBAR  | 17: programs.web.stopsignal: unknown signal 'SIGFOOBAR', expected a name such as TERM, HUP, INT, QUIT, USR1 or KILL, or a number from 1 to 64
            stopsignal: 65         | 17: programs.web.stopsignal: unknown signal '65', expected a name such as TERM, HUP, INT, QUIT, USR1 or KILL, or a number from 1 to 64
            umask: 089             | 12: programs.web.umask: '089' is not octal, expected 000 to 777, with digits from 0 to 7
            umask: 7777            | 12: programs.web.umask: 7777 is out of range, expected 000 to 777 (octal)
            autostart: maybe       | 16: programs.web.autostart: 'maybe' is neither true nor false
            autorestart: maybe     | 18: programs.web.autorestart: 'maybe' is none of always (or true), never (or false), unexpected
            starttime: -1          | 16: programs.web.starttime: -1 is negative, expected a time of zero or more
            starttime: 5x          | 16: programs.web.starttime: '5x' is not a time, expected seconds, or a time such as 500ms, 5s, 2m, 1h or 1d
            stoptime: 99999d       | 15: programs.web.stoptime: 99999d is more than a hundred years
            stdout: stderr         | 13: programs.web.stdout: cannot go to stderr; write ./stderr for a file of that name
            stdout: stdout         | 13: programs.web.stdout: cannot go to stdout; write ./stdout for a file of that name
            stdout: [a]            | 13: programs.web.stdout: found a list, expected a path, auto, none, inherit, or a map of file, maxbytes and backups
            stdout: {maxbytes: 1XB} | 24: programs.web.stdout.maxbytes: '1XB' is not a size, expected bytes, or a size such as 64KB, 50MB or 1GB
            stdout: {maxbytes: 99999999999GB} | 24: programs.web.stdout.maxbytes: 99999999999GB is too large, expected less than 8388608TB
            stdout: {backups: -1}  | 23: programs.web.stdout.backups: -1 is out of range, expected a whole number from 0 to 10000
            env: [a, b]            | 10: programs.web.env: found a list, expected a map of variables
            env: {A=B: c}          | 11: programs.web.env: 'A=B' is not the name of a variable
            env: {A: [b]}          | 14: programs.web.env: found a list for 'A', expected text
            env: {A: "\\0"}        | 14: contains a NUL character
            user: 'a b'            | 11: programs.web.user: 'a b' is not the name of a user
            group: 'a:b'           | 12: programs.web.group: 'a:b' is not a name: it may not contain spaces, control characters, ':', '/' or '*'
            depends_on: nothing    | 17: programs.web.depends_on: there is no program 'nothing'
            depends_on: [wep]      | 18: programs.web.depends_on: there is no program 'wep', did you mean 'web'?
            depends_on: web        | 17: programs.web.depends_on: goes in a circle: web → web
            backoff: 3             | 14: programs.web.backoff: found '3', expected a map of initial, max, factor, jitter and reset
            backoff: {initial: 0}  | 24: programs.web.backoff.initial: 0 is zero, expected a time of more than zero
            backoff: {factor: 11}  | 23: programs.web.backoff.factor: '11' is not a number from 1 to 10
            backoff: {initial: 10, max: 5} | 33: programs.web.backoff.max: is less than initial, expected at least the same
            limits: 3              | 13: programs.web.limits: found '3', expected a map of limits such as nofile: 1024
            limits: {files: 3}     | 14: programs.web.limits: unknown key 'files', expected one of as, core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack
            limits: {nofile: many} | 22: programs.web.limits.nofile: 'many' is not a limit, expected a number or 'unlimited', or soft:hard
            limits: {nofile: 4:3}  | 22: programs.web.limits.nofile: the soft limit 4 is above the hard limit 3
            limits: {nofile: [3]}  | 22: programs.web.limits.nofile: found a list, expected a number, unlimited, or soft:hard
            workingdir: ''         | 17: programs.web.workingdir: is empty, expected a path
            workingdir: ${NOPE}/x  | 17: programs.web.workingdir: the variable NOPE is not set, and there is no default as in ${NOPE:-default}
            stdin: [x]             | 12: programs.web.stdin: found a list, expected none, pipe or a path
            umask: !!javax.script.ScriptEngineManager 022 | 12: the tag '!!javax.script.ScriptEngineManager' is not allowed here, remove it
            stdout: {process}.log  | 22: unexpected text after '}', put the whole value in quotes
            env: {A: ${NOPE}}      | 15: put ${...} in quotes between '{' and '}' or '[' and ']'
            stdout: "a" b.log     | 17: unexpected text after '"', put the whole value in quotes
            umask: !local 022      | 12: the tag '!local' is not allowed here, remove it
            autostrat: true        | 5: programs.web: unknown key 'autostrat', did you mean 'autostart'?
            stop_time: 3           | 5: programs.web: unknown key 'stop_time', did you mean 'stoptime'?
            directory: /           | 5: programs.web: unknown key 'directory', did you mean 'workingdir'?
            """)
    void wrongValueIsNamedWithItsPlace(String key, String problem) {
        assertThat(new Scratch(folder).problemsOfWeb(key)).containsExactly("4:" + problem);
    }

    /// One wrong command, on line 3.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            cmd:           | 9: programs.web.cmd: has no value, expected a command, or a list of its words
            cmd: ''        | 10: programs.web.cmd: is empty, expected a command to run
            cmd: ' '       | 10: programs.web.cmd: is empty, expected a command to run
            cmd: []        | 10: programs.web.cmd: is empty, expected a command to run
            cmd: ['', a]   | 10: programs.web.cmd: is empty, expected a command to run
            cmd: {a: b}    | 10: programs.web.cmd: found a map, expected a command, or a list of its words
            cmd: [a, [b]]  | 14: programs.web.cmd: found a list, expected a command, or a list of its words
            cmd: a 'b c    | 10: programs.web.cmd: the single quote before 'b c' is not closed
            cmd: a "b c    | 10: programs.web.cmd: the double quote before 'b c' is not closed
            cmd: a \\      | 10: programs.web.cmd: ends in a '\\' that has nothing to stand before
            cmd: a ${NOPE} | 10: programs.web.cmd: the variable NOPE is not set, and there is no default as in ${NOPE:-default}
            """)
    void wrongCommandIsNamedWithItsPlace(String key, String problem) {
        assertThat(new Scratch(folder).problemsOfWeb(key)).containsExactly("3:" + problem);
    }

    /// A wrong file as a whole.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                       | 1:1: the file is empty, expected a map with the key programs
            # nothing                | 1:1: the file is empty, expected a map with the key programs
            - a                      | 1:1: found a list, expected a map with the key programs
            hello                    | 1:1: found 'hello', expected a map with the key programs
            programs:                | 1:10: programs: has no value, expected a map of programs
            programs: [a]            | 1:11: programs: found a list, expected a map of programs
            programs: {a: b}         | 1:15: programs.a: found 'b', expected a map of keys such as cmd
            programs: {a: }          | 1:14: programs.a: has no value, expected a map of keys such as cmd
            programs: {a: {}}        | 1:12: programs.a.cmd: is missing, expected a command to run
            programs: {all: {cmd: x}} | 1:12: programs.all: 'all' cannot be a name: it is reserved
            programs: {a/b: {cmd: x}} | 1:12: programs.a/b: 'a/b' is not a name: it may not contain spaces, control characters, ':', '/' or '*'
            {taskmaster: x, programs: {}} | 1:14: taskmaster: found 'x', expected a map of keys such as logfile
            {taskmaster: {logformat: xml}, programs: {}} | 1:26: taskmaster.logformat: 'xml' is no log format, expected text or json
            {programs: {a: {cmd: x}, a: {cmd: y}}} | 1:26: duplicate key 'a', the first is at 1:13
            {programs: {a_00: {cmd: x, group: g}, a: {cmd: x, numprocs: 2, group: g}}} | 1:39: programs.a: its process g:a_00 is also one of the program 'a_00' at taskmaster.yml:1:13
            {programs: {a: {cmd: x, numprocs: 60000}, b: {cmd: x, numprocs: 60000}}} | 1:65: programs.b.numprocs: makes 120000 processes with the programs before it, expected at most 100000
            {programs: {web: {cmd: x}}, taskmaster: {exit_on: {program: wep}}} | 1:51: taskmaster.exit_on: there is no program 'wep', did you mean 'web'?
            {programs: {web: {cmd: x}}, taskmaster: {exit_on: {states: FATAL}}} | 1:51: taskmaster.exit_on.program: is missing, expected the name of a program
            {programs: {web: {cmd: x}}, taskmaster: {exit_on: {program: web, states: [FATAL, BACKOFF]}}} | 1:82: taskmaster.exit_on.states: 'BACKOFF' is no state that processes stay in, expected EXITED, FATAL or STOPPED
            {programs: {web: {cmd: x}}, taskmaster: {exit_on: web}} | 1:51: taskmaster.exit_on: found 'web', expected a map of program and states
            {programs: {a: {cmd: x, depends_on: b}, b: {cmd: x, depends_on: c}, c: {cmd: x, depends_on: a}}} | 1:93: programs.c.depends_on: goes in a circle: a → b → c → a
            """)
    void wrongFileIsNamedWithItsPlace(String text, String problem) {
        assertThat(new Scratch(folder).problems(text)).containsExactly(problem);
    }

    @Test
    void unknownKeyThatIsLikeNoneNamesThemAll() {
        assertThat(new Scratch(folder).problems("{programs: {}, taskmaster: {colour: red}}"))
                .containsExactly(
                        "1:29: taskmaster: unknown key 'colour', expected one of cgroups, exit_on,"
                                + " logfile, logformat, socket, statedir, subreaper, survive, syslog");
    }

    @Test
    void socketLongerThanTheSystemAllowsIsRefused() {
        var text = "{programs: {}, taskmaster: {socket: /%s}}".formatted("x".repeat(120));

        assertThat(new Scratch(folder).problems(text))
                .containsExactly(
                        "1:37: taskmaster.socket: the path is 121 bytes long, expected at most 107,"
                                + " the system's limit for sockets");
    }

    @Test
    void killingTheProcessAloneDoesNotGoWithStoppingTheGroup() {
        assertThat(new Scratch(folder).problemsOfWeb("stopasgroup: true\nkillasgroup: false"))
                .containsExactly(
                        "5:18: programs.web.killasgroup: cannot be false while stopasgroup is true");
    }

    @Test
    void allProblemsAreToldAtOnceInTheOrderOfTheText() {
        var text =
                """
                taskmaster: {syslog: 3}
                programs:
                  web:
                    numprocs: 0
                    umask: 9
                    autostrat: true
                    depends_on: dp
                    backoff: {initial: 0, max: 0}
                    umask: 022
                  db: {cmd: 'a "b', env: {A: "${NOPE}", B: "${NEITHER}"}}
                  db: {}
                """;

        assertThat(new Scratch(folder).problems(text))
                .containsExactly(
                        "1:22: taskmaster.syslog: '3' is neither true nor false",
                        "3:3: programs.web.cmd: is missing, expected a command to run",
                        "4:15: programs.web.numprocs: 0 is out of range, expected a whole number"
                                + " from 1 to 100000",
                        "5:12: programs.web.umask: '9' is not octal, expected 000 to 777, with"
                                + " digits from 0 to 7",
                        "6:5: programs.web: unknown key 'autostrat', did you mean 'autostart'?",
                        "7:17: programs.web.depends_on: there is no program 'dp', did you mean"
                                + " 'db'?",
                        "8:24: programs.web.backoff.initial: 0 is zero, expected a time of more"
                                + " than zero",
                        "8:32: programs.web.backoff.max: 0 is zero, expected a time of more than"
                                + " zero",
                        "9:5: duplicate key 'umask', the first is at 5:5",
                        "10:13: programs.db.cmd: the double quote before 'b' is not closed",
                        "10:30: programs.db.env: the variable NOPE is not set, and there is no"
                                + " default as in ${NOPE:-default}",
                        "10:44: programs.db.env: the variable NEITHER is not set, and there is no"
                                + " default as in ${NEITHER:-default}",
                        "11:3: duplicate key 'db', the first is at 10:3");
    }

    @Test
    void exceptionCarriesTheProblemsAndSaysThemAll() {
        var file = new Scratch(folder).file("taskmaster.yml", "programs:\n  a: {cmd: []}\n").main();

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(ConfigFile.at(file)::load)
                .withMessage(file + ":2:12: programs.a.cmd: is empty, expected a command to run")
                .satisfies(
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                new Problem(
                                                        file,
                                                        2,
                                                        12,
                                                        "programs.a.cmd: is empty, expected a"
                                                                + " command to run")));
    }

    @Test
    void problemInASharedPartIsToldOnce() {
        var text =
                """
                x-base: &base {numprocs: 0}
                programs:
                  a: {cmd: a, <<: *base}
                  b: {cmd: b, <<: *base}
                """;

        assertThat(new Scratch(folder).problems(text))
                .containsExactly(
                        "1:26: programs.a.numprocs: 0 is out of range, expected a whole number from"
                                + " 1 to 100000",
                        "1:26: programs.b.numprocs: 0 is out of range, expected a whole number from"
                                + " 1 to 100000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001B[31mred", "a\nb", "a\u0007b"})
    void messagesCannotDoAnythingToATerminal(String name) {
        var escaped = name.replace("\u001B", "\\e").replace("\n", "\\n").replace("\u0007", "\\a");

        assertThat(
                        new Scratch(folder)
                                .problems(
                                        "programs: {\""
                                                + escaped
                                                + "\": {\""
                                                + escaped
                                                + "\": x}}"))
                .isNotEmpty()
                .allMatch(problem -> problem.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void messagesOfTheModelCannotEither() {
        assertThat(new Scratch(folder).problemsOfWeb("user: \"a \\e[31m \\u009b\""))
                .containsExactly("4:11: programs.web.user: 'a ?[31m ?' is not the name of a user");
    }

    @Test
    void processesBeyondCountingAreRefusedOnce() {
        var text = new StringBuilder("programs:\n");
        for (var i = 0; i < 22_000; i++) {
            text.append("  p").append(i).append(": {cmd: x, numprocs: 100000}\n");
        }

        assertThat(new Scratch(folder).problems(text.toString()))
                .containsExactly(
                        "3:26: programs.p1.numprocs: makes 200000 processes with the programs before"
                                + " it, expected at most 100000");
    }

    @Test
    void longChainOfDependenciesIsFollowed() {
        var text = new StringBuilder("programs:\n  p0: {cmd: x}\n");
        for (var i = 1; i < 20_000; i++) {
            text.append("  p%s: {cmd: x, depends_on: p%s}\n".formatted(i, i - 1));
        }

        assertThat(new Scratch(folder).load(text.toString()).programs()).hasSize(20_000);
        assertThat(
                        new Scratch(folder)
                                .problems(
                                        text.toString()
                                                .replace("p0: {", "p0: {depends_on: p19999, ")))
                .singleElement()
                .asString()
                .matches("\\d+:\\d+: programs.p\\d+.depends_on: goes in a circle: p\\d+ → … → .*");
    }

    @Test
    void longTextsAreCutInMessages() {
        assertThat(new Scratch(folder).problemsOfWeb("numprocs: " + "x".repeat(100_000)))
                .singleElement()
                .asString()
                .hasSizeLessThan(200);
    }

    @Test
    void rootFolderIsNoFile() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(ConfigFile.at(Path.of("/"))::load)
                .withMessage("/: is a folder, expected a file");
    }
}
