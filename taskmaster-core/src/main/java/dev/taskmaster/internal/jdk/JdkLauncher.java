package dev.taskmaster.internal.jdk;

import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.LaunchSpec;
import dev.taskmaster.status.Descendant;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Starts processes with what the JDK has. Needs no permission, and costs some threads for each
/// process.
///
/// What it cannot do, beyond the capabilities that it does not declare:
/// - tell a death by a signal from the exit code that shells use for it: 129 to 192 are reported as
///   signals, and a core dump never is;
/// - keep a process id from being used again before [dev.taskmaster.launch.RunningProcess#release],
///   so a signal for a process that dies at this very moment may hit a stranger;
/// - hand on what a descendant writes after the process itself is gone: the JDK closes the pipe;
/// - call a program by another name than its path (`argv[0]`).
public final class JdkLauncher implements ProcessLauncher {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.ANY_SIGNAL, Capability.UMASK, Capability.NATIVE);
    }

    @Override
    public void launch(LaunchRequest request, LaunchObserver observer) {
        start(Thread.ofVirtual(), () -> run(request, observer));
    }

    private void run(LaunchRequest request, LaunchObserver observer) {
        JdkProcess process;
        try {
            refuseWhatCannotBeDone(request.spec());
            process = JdkProcess.start(request, this::start);
        } catch (LaunchException e) {
            observer.failed(e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            // Such as for an environment that the JDK refuses: whoever waits must be told.
            observer.failed("cannot spawn: " + e);
            return;
        }
        observer.started(process);
        process.await(observer, this::start);
    }

    private void refuseWhatCannotBeDone(LaunchSpec spec) {
        if (closed) {
            throw new LaunchException("the launcher is closed");
        }
        if (spec.isolation() != Isolation.NONE) {
            throw new LaunchException(
                    "the jdk launcher cannot give a process a %s of its own; use isolation none"
                            .formatted(
                                    spec.isolation() == Isolation.SESSION
                                            ? "session"
                                            : "process group"));
        }
        if (!spec.limits().isEmpty()) {
            throw new LaunchException(
                    "the jdk launcher cannot run a process with limits of its own");
        }
        spec.user()
                .ifPresent(
                        user -> {
                            throw new LaunchException(
                                    "the jdk launcher cannot run a process as user '%s'"
                                            .formatted(user.name()));
                        });
    }

    /// Starts a thread that [#close] interrupts.
    private void start(Thread.Builder builder, Runnable task) {
        var thread =
                builder.unstarted(
                        () -> {
                            try {
                                task.run();
                            } finally {
                                threads.remove(Thread.currentThread());
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    /// A thread that waits for the output of a process still alive ends with that.
    @Override
    public List<Descendant> descendants(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(
                        it ->
                                new Descendant(
                                        it.pid(),
                                        it.parent().map(ProcessHandle::pid).orElse(0L),
                                        it.info().commandLine().orElse("?")))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
