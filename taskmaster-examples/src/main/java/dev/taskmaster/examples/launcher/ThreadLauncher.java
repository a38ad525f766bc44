package dev.taskmaster.examples.launcher;

import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Runs tasks of this JVM as if they were processes: each launch is a thread that runs the task
/// which the first word of the command names. A task that returns has exited with 0, one that
/// throws with 1, and a stop signal interrupts it.
///
/// So all of the supervision, with restarts, back-off, groups and reload, works on things that are
/// no processes at all.
public final class ThreadLauncher implements ProcessLauncher {
    private final Map<String, Runnable> tasks;
    private final AtomicLong lastNumber = new AtomicLong();

    /// @param tasks what can be run, by the name that a command gives
    public ThreadLauncher(Map<String, Runnable> tasks) {
        this.tasks = Map.copyOf(tasks);
    }

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.noneOf(Capability.class);
    }

    // @start region="launch"
    @Override
    public void launch(LaunchRequest request, LaunchObserver observer) {
        var name = request.spec().cmd().getFirst();
        var task = tasks.get(name);
        if (task == null) {
            observer.failed("there is no task '" + name + "', only " + tasks.keySet());
            return;
        }
        var thread =
                Thread.ofVirtual().name(request.name().toString()).unstarted(run(task, observer));
        observer.started(new RunningThread(lastNumber.incrementAndGet(), thread));
        thread.start();
    }

    private static Runnable run(Runnable task, LaunchObserver observer) {
        return () -> {
            var code = 0;
            try {
                task.run();
            } catch (RuntimeException e) {
                code = 1;
            }
            observer.exited(new ExitStatus.Code(code));
        };
    }

    // @end

    @Override
    public void close() {}

    private record RunningThread(long pid, Thread thread) implements RunningProcess {
        @Override
        public void signal(Signal signal, Target target) {
            thread.interrupt();
        }

        @Override
        public void write(ByteBuffer bytes) {
            throw new LaunchException("a thread has no stdin");
        }

        @Override
        public void release() {}
    }
}
