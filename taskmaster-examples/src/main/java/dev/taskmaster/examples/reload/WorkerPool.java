package dev.taskmaster.examples.reload;

import dev.taskmaster.Supervisor;
import dev.taskmaster.event.ReloadSummary;
import dev.taskmaster.spec.Autorestart;
import dev.taskmaster.spec.ProgramSpec;

import java.util.List;

/// A pool of workers whose size changes while they work: those that stay are not disturbed.
public final class WorkerPool implements AutoCloseable {
    private final Supervisor supervisor = Supervisor.create();
    private final List<String> cmd;

    /// @param cmd what each worker runs
    public WorkerPool(String... cmd) {
        this.cmd = List.of(cmd);
    }

    /// Makes it `size` workers, at least one.
    ///
    /// @return what that changed
    public ReloadSummary resize(int size) {
        // @start region="reload"
        var workers =
                ProgramSpec.named("worker")
                        .cmd(cmd)
                        .numprocs(size)
                        .autorestart(Autorestart.ALWAYS)
                        .build();
        return supervisor.apply(List.of(workers)).join();
        // @end
    }

    /// {@return the supervisor, to look at the workers}
    public Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
