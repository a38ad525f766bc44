package dev.taskmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The configuration that the project was asked for with.
class MissionSampleTest {
    static final String SAMPLE =
            """
            taskmaster:                       # optional: the daemon itself
              logfile: /var/log/taskmaster.log
              socket: /run/taskmaster.sock    # default: a per-user runtime folder
            programs:
              nginx:
                cmd: "/usr/local/bin/nginx -c /etc/nginx/test.conf"
                numprocs: 1
                umask: 022                    # always octal: 022, 22, "022", 0o22 are the same
                workingdir: /tmp
                autostart: true
                autorestart: unexpected       # always | true, never | false, unexpected
                exitcodes: [0, 2]             # a list or one number
                startretries: 3               # the first start and then 3 retries, then FATAL
                starttime: 5                  # seconds, or 500ms, 5s, 2m
                stopsignal: TERM
                stoptime: 10                  # then SIGKILL
                stdout: /tmp/nginx.stdout     # a path, none (discard), or a map with rotation
                stderr: /tmp/nginx.stderr
                env: { STARTED_BY: taskmaster, ANSWER: 42 }
              vogsphere:
                cmd: "/usr/local/bin/vogsphere-worker --no-prefork"
                numprocs: 8
                umask: 077
                workingdir: /tmp
                autostart: true
                autorestart: unexpected
                exitcodes: 0
                startretries: 3
                starttime: 5
                stopsignal: USR1
                stoptime: 10
                stdout: /tmp/vgsworker.stdout
                stderr: /tmp/vgsworker.stderr
            """;

    @TempDir Path folder;

    @Test
    void loadsUnchanged() {
        var configuration = new Scratch(folder).load(SAMPLE);

        assertThat(configuration.daemon().logfile()).contains(Path.of("/var/log/taskmaster.log"));
        assertThat(configuration.daemon().socket()).contains(Path.of("/run/taskmaster.sock"));
        assertThat(configuration.programs())
                .extracting(ProgramSpec::name)
                .containsExactly("nginx", "vogsphere");
    }

    @Test
    void nginxIsWhatItSays() {
        var nginx = new Scratch(folder).load(SAMPLE).programs().getFirst().processes().getFirst();

        assertThat(nginx.name()).hasToString("nginx");
        assertThat(nginx.launch().cmd())
                .containsExactly("/usr/local/bin/nginx", "-c", "/etc/nginx/test.conf");
        assertThat(nginx.launch().umask()).hasValue(0022);
        assertThat(nginx.launch().workingDir()).contains(Path.of("/tmp"));
        assertThat(nginx.launch().stdout())
                .isEqualTo(new Output.Append(Path.of("/tmp/nginx.stdout")));
        assertThat(nginx.launch().stderr())
                .isEqualTo(new Output.Append(Path.of("/tmp/nginx.stderr")));
        assertThat(nginx.launch().env())
                .containsEntry("STARTED_BY", "taskmaster")
                .containsEntry("ANSWER", "42");
        assertThat(nginx.start().autostart()).isTrue();
        assertThat(nginx.start().startRetries()).isEqualTo(3);
        assertThat(nginx.start().startTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(nginx.restart().autorestart()).isEqualTo(Autorestart.UNEXPECTED);
        assertThat(nginx.restart().exitCodes()).containsExactly(0, 2);
        assertThat(nginx.stop().stopSignal()).isEqualTo(Signal.TERM);
        assertThat(nginx.stop().stopTime()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void vogsphereHasEightProcesses() {
        var vogsphere = new Scratch(folder).load(SAMPLE).programs().getLast();

        assertThat(vogsphere.processes())
                .extracting(process -> process.name().toString())
                .isEqualTo(
                        List.of(
                                "vogsphere:vogsphere_00",
                                "vogsphere:vogsphere_01",
                                "vogsphere:vogsphere_02",
                                "vogsphere:vogsphere_03",
                                "vogsphere:vogsphere_04",
                                "vogsphere:vogsphere_05",
                                "vogsphere:vogsphere_06",
                                "vogsphere:vogsphere_07"));
        assertThat(vogsphere.processes())
                .extracting(ProcessSpec::stop)
                .allSatisfy(stop -> assertThat(stop.stopSignal()).isEqualTo(Signal.USR1));
        assertThat(vogsphere.processes())
                .allSatisfy(process -> assertThat(process.launch().umask()).hasValue(0077));
    }
}
