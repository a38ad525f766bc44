package dev.taskmaster.internal.engine;

import static dev.taskmaster.internal.engine.Scenario.*;
import static dev.taskmaster.status.Outcome.Result.*;
import static dev.taskmaster.status.ProcessState.*;

import static java.time.Duration.ofSeconds;

import org.junit.jupiter.api.Test;

class StartScenarioTest {
    @Test
    void startsWithTheSupervisor() {
        Scenario.of(program("web"))
                .does(
                        launches("web"),
                        adds("web"),
                        enters(STARTING, "web"),
                        applies("1 added (web), 0 unchanged"))
                .on(spawned("web"))
                .does()
                .after(ofSeconds(1))
                .does(enters(RUNNING, "web"))
                .is(RUNNING, "web")
                .hasPid(100, "web");
    }
}
