package dev.taskmaster.examples.quickstart;

import dev.taskmaster.Supervisor;
import dev.taskmaster.spec.ProgramSpec;

/// Supervises one program: it is started, kept alive, and stopped at the end.
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) {
        // @start region="quickstart"
        try (var supervisor = Supervisor.create()) {
            var clock =
                    ProgramSpec.named("clock")
                            .cmd("sh", "-c", "while date; do sleep 1; done")
                            .build();
            supervisor.start(clock).join(); // done when it is RUNNING
            supervisor.status().forEach(s -> System.out.println(s.name() + " " + s.state()));
        } // stops everything
        // @end
    }
}
