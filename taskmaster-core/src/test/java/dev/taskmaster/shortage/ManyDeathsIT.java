package dev.taskmaster.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.EventListener;
import dev.taskmaster.event.SupervisorEvent;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.ProgramSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Everything dies at once.
@Timeout(120)
class ManyDeathsIT {
    private static final int MANY = 2000;

    @Test
    void eachOfThousandsIsToldOnceWithItsStatusAndLeavesNoZombie() throws Exception {
        var ended = new ConcurrentLinkedQueue<SupervisorEvent.Ended>();
        EventListener listener =
                event -> {
                    if (event instanceof SupervisorEvent.Ended it) {
                        ended.add(it);
                    }
                };
        try (var supervisor = Supervisor.builder().listener(listener).build()) {
            supervisor
                    .start(
                            ProgramSpec.named("many")
                                    .cmd("sleep", "1000")
                                    .numprocs(MANY)
                                    .startTime(Duration.ZERO)
                                    .autorestart(Autorestart.NEVER)
                                    .build())
                    .join();
            var kill = new ArrayList<>(List.of("kill", "-KILL"));
            supervisor.status().forEach(it -> kill.add(Long.toString(it.pid())));
            OtherSupervisor.run(kill);

            Await.until(() -> ended.size() == MANY);
            assertThat(ended).extracting(SupervisorEvent.Ended::pid).doesNotHaveDuplicates();
            assertThat(ended)
                    .extracting(SupervisorEvent.Ended::status)
                    .containsOnly(new ExitStatus.Signalled(Signal.KILL, false));
            Await.until(
                    () ->
                            supervisor.status().stream()
                                    .allMatch(it -> it.state() == ProcessState.EXITED));
            assertThat(ProcessHandle.current().children()).isEmpty();
        }
    }
}
