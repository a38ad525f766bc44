package dev.taskmaster.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.config.SupervisordFile;
import dev.taskmaster.config.supervisord.SupervisordSettings.LogLevel;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.log.SupervisordLog;
import dev.taskmaster.server.ControlServer;
import dev.taskmaster.server.endpoint.UnixSocket;
import dev.taskmaster.server.supervisord.SupervisordDaemon;
import dev.taskmaster.server.testing.Ran;
import dev.taskmaster.spec.Rotation;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/// A listener that was written for supervisord, with supervisor's own `childutils`, hears the same
/// of Taskmaster as of supervisord, but for process ids; and the logs of both daemons tell the same
/// of their programs.
///
/// It needs Debian's package `supervisor`.
@Timeout(300)
class EventListenerIT {
    private static final Path RECORDER = Path.of("src/test/python/recorder.py").toAbsolutePath();

    @TempDir private Path folder;

    /// What is supervised. Output comes in one piece per process and channel, and no process ends
    /// near the moment at which it would be RUNNING.
    private static String conf(Path folder, String more) {
        return """
        [unix_http_server]
        file=%1$s/sock
        [supervisord]
        logfile=%1$s/main.log
        pidfile=%1$s/pid
        childlogdir=%1$s
        identifier=some-daemon
        nodaemon=true
        silent=true
        user=%3$s
        [supervisorctl]
        serverurl=unix://%1$s/sock
        [rpcinterface:supervisor]
        supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
        [eventlistener:recorder]
        command=/usr/bin/python3 %2$s %1$s/events
        events=PROCESS_STATE,PROCESS_LOG,PROCESS_COMMUNICATION,REMOTE_COMMUNICATION,SUPERVISOR_STATE_CHANGE,PROCESS_GROUP
        buffer_size=1000
        [program:steady]
        command=sleep 1000
        autostart=false
        [program:ends]
        command=sh -c "sleep 2; exit 3"
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=2
        autostart=false
        autorestart=false
        exitcodes=3
        [program:fails]
        command=sh -c "exit 3"
        autostart=false
        startsecs=10
        startretries=1
        [program:missing]
        command=/no/such/program
        autostart=false
        startretries=0
        [program:crashes]
        command=sh -c 'sleep 2; kill -KILL $$'
        autostart=false
        autorestart=false
        [program:talks]
        command=sh -c 'printf "h\\303\\251llo\\nworld"; printf "it\\047s \\377\\n" >&2; exec sleep 1000'
        autostart=false
        stdout_events_enabled=true
        stderr_events_enabled=true
        [program:captured]
        command=sh -c 'printf "before<!--XSUPERVISOR:BEGIN-->between\\n<!--XSUPERVISOR:END-->and so much after that it is seen\\n"; exec sleep 1000'
        autostart=false
        stdout_capture_maxbytes=1MB
        stdout_events_enabled=true
        [program:slow]
        command=sh -c 'trap "sleep 1; exit" TERM; while :; do sleep 0.1; done'
        autostart=false
        %4$s
        """
                .formatted(folder, RECORDER, System.getProperty("user.name"), more);
    }

    private static final String LATE = "[program:late]\ncommand=sleep 1000\n";

    /// One of the two daemons.
    private interface Daemon {
        /// Waits until it has ended.
        void ended() throws Exception;
    }

    /// The whole story, the same for both.
    private static void tell(Path folder, Daemon daemon) throws Exception {
        ctl(folder, "start", "steady");
        ctl(folder, "stop", "steady");
        ctl(folder, "start", "ends:*");
        ctl(folder, "start", "crashes");
        ctl(folder, "start", "missing");
        ctl(folder, "start", "fails");
        ctl(folder, "start", "talks");
        ctl(folder, "start", "captured");
        Await.until(() -> ctl(folder, "status", "fails").output().contains("FATAL"));
        Await.until(
                () ->
                        ctl(folder, "status", "ends:*", "crashes").output().split("EXITED").length
                                == 4);
        ctl(folder, "stop", "talks", "captured");
        Files.writeString(folder.resolve("conf"), conf(folder, LATE));
        ctl(folder, "update");
        Await.until(() -> ctl(folder, "status", "late").output().contains("RUNNING"));
        Files.writeString(folder.resolve("conf"), conf(folder, ""));
        ctl(folder, "update");
        ctl(folder, "start", "slow");
        remoteEvent(folder, "type", "what is it\n");
        Await.until(
                () ->
                        Files.readString(folder.resolve("events"))
                                        .split("REMOTE_COMMUNICATION", -1)
                                        .length
                                == 3);
        ctl(folder, "shutdown");
        daemon.ended();
    }

    private static Ran ctl(Path folder, String... action) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("supervisorctl", "-c", folder.resolve("conf") + ""));
        words.addAll(List.of(action));
        return Ran.command(words);
    }

    private static void remoteEvent(Path folder, String type, String data) throws Exception {
        var script =
                """
                import sys, xmlrpc.client
                from supervisor.xmlrpc import SupervisorTransport
                transport = SupervisorTransport(None, None, "unix://" + sys.argv[1])
                server = xmlrpc.client.ServerProxy("http://localhost", transport)
                assert server.supervisor.sendRemoteCommEvent(sys.argv[2], sys.argv[3])
                """;
        var ran =
                Ran.command(
                        "/usr/bin/python3",
                        "-c",
                        script,
                        folder.resolve("sock").toString(),
                        type,
                        data);
        assertThat(ran.status()).as(ran.output()).isZero();
    }

    private Path prepared(String name) throws IOException {
        var own = Files.createDirectory(folder.resolve(name));
        Files.writeString(own.resolve("conf"), conf(own, ""));
        return own;
    }

    private List<String> toldBySupervisord() throws Exception {
        var own = prepared("real");
        var supervisord =
                new ProcessBuilder("supervisord", "-c", own.resolve("conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(own.resolve("stdout").toFile())
                        .start();
        try {
            Await.until(() -> Files.exists(own.resolve("events")));
            tell(own, supervisord::waitFor);
        } finally {
            supervisord.destroy();
            supervisord.waitFor();
        }
        return Files.readAllLines(own.resolve("events"));
    }

    private List<String> toldByTaskmaster() throws Exception {
        var own = prepared("ours");
        var file = SupervisordFile.at(own.resolve("conf"));
        var supervisor = Supervisor.create();
        try (var log =
                        SupervisordLog.toFile(
                                own.resolve("main.log"), Rotation.STANDARD, LogLevel.INFO);
                supervisor;
                var daemon =
                        new SupervisordDaemon(
                                supervisor, file::load, file.load(), log::say, "4.2.5");
                var _ =
                        ControlServer.of(supervisor, daemon)
                                .listen(UnixSocket.at(own.resolve("sock")))
                                .open()) {
            var down = new CountDownLatch(1);
            supervisor.listen(log);
            supervisor.listen(
                    event -> {
                        if (event instanceof SupervisorEvent.SupervisorStopped) {
                            down.countDown();
                        }
                    });
            daemon.start();
            Await.until(() -> Files.exists(own.resolve("events")));
            tell(own, down::await);
        }
        return Files.readAllLines(own.resolve("events"));
    }

    private static final Pattern PROCESS = Pattern.compile("processname:(\\S+)");

    /// Puts together what is in the same order each time: of one process its states, of one process
    /// each kind of its output, and all that is of no process.
    private static Map<String, List<String>> story(List<String> events) {
        var story = new LinkedHashMap<String, List<String>>();
        for (var event : events) {
            var name = event.replaceFirst(".*\"eventname\": \"(\\w+)\".*", "$1");
            var payload = event.replaceFirst(".*\\}, ", "").replaceAll("pid:[1-9]\\d*", "pid:N");
            var process = PROCESS.matcher(payload);
            var about = process.find() ? process.group(1) : "the daemon";
            var kind = name.startsWith("PROCESS_STATE") ? "" : name.replaceFirst(".*_", " ");
            story.computeIfAbsent(process.hasMatch() ? about + kind : about, _ -> new ArrayList<>())
                    .add(name + " " + payload);
        }
        // With supervisord it depends on its poll whether the last of all are delivered.
        story.get("slow").removeIf(event -> event.startsWith("PROCESS_STATE_STOPPED"));
        story.get("recorder").removeIf(event -> event.startsWith("PROCESS_STATE_STOPPING"));
        return story;
    }

    @Test
    void hearsTheSameAsOfSupervisord() throws Exception {
        var real = toldBySupervisord();
        var ours = toldByTaskmaster();
        assertThat(story(ours)).containsExactlyInAnyOrderEntriesOf(story(real));
        assertThat(story(real))
                .containsKeys("the daemon", "talks STDOUT", "captured STDOUT", "late", "fails");
        assertThat(logged("ours")).isEqualTo(logged("real")).hasSizeGreaterThan(20);
        assertThat(header(ours.getFirst())).isEqualTo(header(real.getFirst()));
        var remote = ours.stream().filter(e -> e.contains("REMOTE_COMMUNICATION")).toList();
        assertThat(remote).as("rejected, and sent again as it was").hasSize(2);
        assertThat(remote.getFirst()).isEqualTo(remote.getLast());
    }

    /// The lines of the daemon's log about its programs. It depends on the moment whether somebody
    /// waits for one to stop.
    private List<String> logged(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("main.log")).stream()
                .filter(line -> !line.contains("waiting for"))
                .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\d [\\d:]{8},\\d{3} ", ""))
                .map(line -> line.replaceAll("pid \\d+", "pid N"))
                .filter(line -> line.matches("(INFO|WARN) (spawned|success|exited|stopped|gave).*"))
                .sorted()
                .toList();
    }

    private static String header(String event) {
        return event.replaceFirst("\\}, .*", "}");
    }
}
