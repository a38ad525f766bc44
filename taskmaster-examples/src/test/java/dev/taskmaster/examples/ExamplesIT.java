package dev.taskmaster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.taskmaster.Supervisor;
import dev.taskmaster.examples.embedded.HelperApplication;
import dev.taskmaster.examples.launcher.ThreadLauncher;
import dev.taskmaster.examples.listener.CrashReporter;
import dev.taskmaster.examples.quickstart.Quickstart;
import dev.taskmaster.examples.reload.WorkerPool;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/// Runs every example as a reader would.
@Timeout(60)
class ExamplesIT {
    @Test
    void quickstartShowsItsProgramRunning() {
        var out = new ByteArrayOutputStream();
        var stdout = System.out;
        System.setOut(new PrintStream(out, true));
        try {
            Quickstart.main(new String[0]);
        } finally {
            System.setOut(stdout);
        }
        assertThat(out.toString()).isEqualTo("clock RUNNING" + System.lineSeparator());
    }

    @Test
    void listenerHearsOfCrashesAndFailedStarts() throws Exception {
        var reports = new LinkedBlockingQueue<String>();
        var reporter = new CrashReporter(reports::add);
        try (var supervisor = Supervisor.builder().listener(reporter).build()) {
            supervisor.start(
                    ProgramSpec.named("crash")
                            .cmd("sh", "-c", "exit 3")
                            .startTime(Duration.ZERO)
                            .autorestart(Autorestart.NEVER)
                            .build());
            assertThat(reports.poll(20, SECONDS)).isEqualTo("crash crashed: exit status 3");
            supervisor.start(
                    ProgramSpec.named("missing").cmd("/no/such/program").startRetries(0).build());
            assertThat(reports.poll(20, SECONDS))
                    .startsWith("missing cannot be started: ")
                    .contains("/no/such/program");
        }
    }

    @Test
    void poolGrowsAndShrinksAroundTheWorkersThatStay() {
        try (var pool = new WorkerPool("sleep", "1000")) {
            assertThat(pool.resize(2).added()).hasSize(2);
            pool.supervisor().restart("all").join();
            var before = pids(pool);
            assertThat(pool.resize(4).added()).hasSize(2);
            assertThat(pids(pool)).containsAllEntriesOf(before);
            assertThat(pool.resize(2).removed()).hasSize(2);
            assertThat(pids(pool)).containsAllEntriesOf(before);
        }
    }

    private static Map<String, Long> pids(WorkerPool pool) {
        return pool.supervisor().status().stream()
                .collect(Collectors.toMap(s -> s.name().toString(), ProcessStatus::pid));
    }

    @Test
    void tasksAreSupervisedLikeProcesses() throws Exception {
        var runs = new CountDownLatch(3);
        Map<String, Runnable> tasks =
                Map.of(
                        "failing",
                        () -> {
                            runs.countDown();
                            throw new IllegalStateException("on purpose");
                        });
        try (var supervisor = Supervisor.builder().launcher(new ThreadLauncher(tasks)).build()) {
            supervisor.start(
                    ProgramSpec.named("task").cmd("failing").startTime(Duration.ZERO).build());
            assertThat(runs.await(30, SECONDS)).isTrue();
            supervisor
                    .start(ProgramSpec.named("other").cmd("unknown").startRetries(0).build())
                    .join();
            var other = supervisor.status("other").orElseThrow();
            assertThat(other.state()).isEqualTo(ProcessState.FATAL);
            assertThat(other.reason()).contains("there is no task 'unknown'");
        }
    }

    @Test
    void applicationServesTheHealthOfItsHelpers() throws Exception {
        try (var application = new HelperApplication(0, "sleep", "1000");
                var client = HttpClient.newHttpClient()) {
            var before = get(client, application.port(), "/health");
            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body()).contains("helper:helper_00 RUNNING");
            assertThat(get(client, application.port(), "/restart").statusCode()).isEqualTo(200);
            var after = get(client, application.port(), "/health");
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.body()).isNotEqualTo(before.body());
        }
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws Exception {
        var uri = URI.create("http://localhost:" + port + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
