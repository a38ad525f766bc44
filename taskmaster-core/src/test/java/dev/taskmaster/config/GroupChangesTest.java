package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.config.supervisord.GroupChanges;
import dev.taskmaster.config.supervisord.GroupConfig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The cases with AUTO, members and kinds were tried with `supervisorctl reread` on supervisord
/// 4.2.5.
class GroupChangesTest {
    @TempDir private Path folder;
    private SupervisordTexts texts;

    @BeforeEach
    void makeTexts() {
        texts = new SupervisordTexts(folder);
    }

    private List<GroupConfig> groups(String... lines) {
        return texts.loadPrograms(lines).config().groups();
    }

    private List<GroupConfig> program(String... options) {
        return groups(
                Stream.concat(Stream.of("[program:x]", "command=x"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static boolean changed(List<GroupConfig> running, List<GroupConfig> wanted) {
        var changes = GroupChanges.between(running, wanted);
        assertThat(changes.added()).isEmpty();
        assertThat(changes.removed()).isEmpty();
        return !changes.changed().isEmpty();
    }

    @Test
    void namesWhatIsNewChangedAndGone() {
        var running =
                groups(
                        "[program:a]",
                        "command=a",
                        "[program:b]",
                        "command=b",
                        "[program:c]",
                        "command=c");
        var wanted =
                groups(
                        "[program:d]",
                        "command=d",
                        "[program:e]",
                        "command=e",
                        "priority=1",
                        "[program:c]",
                        "command=c",
                        "[program:b]",
                        "command=other");
        assertThat(GroupChanges.between(running, wanted))
                .isEqualTo(new GroupChanges(List.of("e", "d"), List.of("b"), List.of("a")));
        assertThat(GroupChanges.between(running, running).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command=y",
                "process_name=y",
                "numprocs=0",
                "directory=/tmp",
                "umask=022",
                "priority=1",
                "autostart=false",
                "startsecs=2",
                "startretries=4",
                "autorestart=true",
                "exitcodes=0,2",
                "stopsignal=INT",
                "stopwaitsecs=1",
                "stopasgroup=true",
                "killasgroup=true",
                "user=web",
                "redirect_stderr=true",
                "stdout_logfile=NONE",
                "stdout_logfile=/tmp/x",
                "stdout_logfile_maxbytes=1",
                "stdout_logfile_backups=1",
                "stdout_capture_maxbytes=1",
                "stdout_events_enabled=true",
                "stdout_syslog=true",
                "stderr_logfile=NONE",
                "stderr_logfile_maxbytes=1",
                "stderr_logfile_backups=1",
                "stderr_capture_maxbytes=1",
                "stderr_events_enabled=true",
                "stderr_syslog=true",
                "environment=A=1",
                "serverurl=http://x"
            })
    void seesAChangeOfAnyOption(String option) {
        assertThat(changed(program(), program(option))).isTrue();
    }

    @Test
    void seesNoChangeWhereOnlyTheTextIsAnother() {
        assertThat(
                        changed(
                                program("user=web", "autostart=yes", "environment=A=1,B=2"),
                                program("environment=B=2,A=1", "autostart=on", "user=33")))
                .isFalse();
    }

    @Test
    void seesAChangeFromAutoButNoneToIt() {
        assertThat(changed(program("stdout_logfile=/tmp/x"), program("stdout_logfile=AUTO")))
                .isFalse();
        assertThat(changed(program("stdout_logfile=NONE"), program("stdout_logfile=AUTO")))
                .isFalse();
        assertThat(changed(program("stdout_logfile=AUTO"), program("stdout_logfile=/tmp/x")))
                .isTrue();
        assertThat(changed(program("stdout_logfile=AUTO"), program("stdout_logfile=NONE")))
                .isTrue();
        assertThat(
                        changed(
                                program("stdout_logfile=/tmp/x"),
                                program("stdout_logfile=AUTO", "stdout_logfile_backups=1")))
                .isTrue();
    }

    @Test
    void seesAChangeOfTheOrderOfExitCodesAndMembers() {
        assertThat(changed(program("exitcodes=0,2"), program("exitcodes=2,0"))).isTrue();
        var members = List.of("[program:a]", "command=a", "[program:b]", "command=b", "[group:g]");
        assertThat(changed(group(members, "programs=a,b"), group(members, "programs=b,a")))
                .isTrue();
        assertThat(changed(group(members, "programs=a,b"), group(members, "programs=a,b")))
                .isFalse();
        assertThat(
                        changed(
                                group(members, "programs=a,b"),
                                group(members, "programs=a,b\npriority=1")))
                .isTrue();
    }

    private List<GroupConfig> group(List<String> members, String programs) {
        return groups(Stream.concat(members.stream(), Stream.of(programs)).toArray(String[]::new));
    }

    @Test
    void seesAChangeOfAListenersPool() {
        var running = listener("events=TICK,EVENT");
        assertThat(changed(running, listener("events=event,TICK"))).isFalse();
        assertThat(changed(running, listener("events=TICK"))).isTrue();
        assertThat(changed(running, listener("events=TICK,EVENT", "buffer_size=11"))).isTrue();
        assertThat(changed(running, listener("events=TICK,EVENT", "priority=1"))).isTrue();
    }

    private List<GroupConfig> listener(String... options) {
        return groups(
                Stream.concat(Stream.of("[eventlistener:l]", "command=l"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void seesAChangeOfAFastCgiSocketsAddressButNotOfItsRights() {
        var running = fastCgi("socket=unix:///tmp/x");
        assertThat(changed(running, fastCgi("socket=unix:///tmp/../tmp/x", "socket_mode=0770")))
                .isFalse();
        assertThat(
                        changed(
                                running,
                                fastCgi(
                                        "socket=unix:///tmp/x",
                                        "socket_backlog=5",
                                        "socket_owner=web")))
                .isFalse();
        assertThat(changed(running, fastCgi("socket=unix:///tmp/y"))).isTrue();
        assertThat(changed(running, fastCgi("socket=tcp://localhost:1"))).isTrue();
    }

    private List<GroupConfig> fastCgi(String... options) {
        return groups(
                Stream.concat(Stream.of("[fcgi-program:x]", "command=x"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void seesAChangeOfKindEitherWay() {
        assertThat(changed(program(), fastCgi("socket=tcp://h:1"))).isTrue();
        assertThat(changed(fastCgi("socket=tcp://h:1"), program())).isTrue();
    }
}
