package dev.taskmaster.testing;

import dev.taskmaster.launch.Capability;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.ProcessLauncher;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.status.Descendant;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/// A launcher without an operating system: its processes do what their command says, and what a
/// test tells them to.
///
/// A command is a list of steps, with `;` as a word of its own between them:
///
/// | step | what it does |
/// | --- | --- |
/// | `exit 3` | ends with that exit code |
/// | `crash SEGV` | ends by that signal |
/// | `sleep` | waits for a signal or for the test |
/// | `cat` | writes its stdin to its stdout, until a signal or the test ends it |
/// | `print some words` | writes a line to its stdout |
/// | `complain some words` | writes a line to its stderr |
/// | `ignore TERM` | is not ended by that signal any more |
///
/// At the end of its steps it exits with 0; anything else is a command that cannot be found.
///
/// It has no threads: all happens at once in the thread that calls, so a test in one thread is
/// deterministic. Its methods may be called by any thread. It pretends to be capable of all but of
/// real processes, which alone outlive a supervisor.
public final class FakeLauncher implements ProcessLauncher {
    private static final long FIRST_PID = 1001;

    private final List<FakeProcess> processes = new ArrayList<>();
    private final List<LaunchRequest> requests = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean holding;
    private boolean closed;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.NATIVE, Capability.ADOPT));
    }

    /// Each process has one child.
    @Override
    public List<Descendant> descendants(long pid) {
        return List.of(new Descendant(pid + 1000, pid, "child"));
    }

    @Override
    public synchronized void launch(LaunchRequest request, LaunchObserver observer) {
        requests.add(request);
        if (holding) {
            waiting.add(() -> start(request, observer));
        } else {
            start(request, observer);
        }
    }

    private void start(LaunchRequest request, LaunchObserver observer) {
        if (closed) {
            observer.failed("the launcher is closed");
            return;
        }
        var steps = FakeProcess.steps(request.spec().cmd());
        var unknown = steps.stream().filter(step -> !FakeProcess.knows(step)).findFirst();
        if (unknown.isPresent()) {
            observer.failed("can't find command '" + unknown.get().getFirst() + "'");
            return;
        }
        var process = new FakeProcess(this, FIRST_PID + processes.size(), request, observer, steps);
        processes.add(process);
        observer.started(process);
        process.run();
    }

    /// From now on, launches are asked for but not done, until [#releaseLaunches].
    public synchronized void holdLaunches() {
        holding = true;
    }

    /// Does the launches that were held, and holds no more.
    public synchronized void releaseLaunches() {
        holding = false;
        var released = List.copyOf(waiting);
        waiting.clear();
        released.forEach(Runnable::run);
    }

    /// Offers again to all sinks what they did not take, as launchers do once a second.
    public synchronized void retryOutput() {
        processes.forEach(FakeProcess::retryOutput);
    }

    /// {@return every request so far, in order, those that failed too}
    public synchronized List<LaunchRequest> requests() {
        return List.copyOf(requests);
    }

    /// {@return every process started so far, in order}
    public synchronized List<FakeProcess> processes() {
        return List.copyOf(processes);
    }

    /// {@return the latest process of a name}
    ///
    /// @param name as in [ProcessName#parse]
    /// @throws NoSuchElementException if none of that name was started
    public synchronized FakeProcess process(String name) {
        var wanted = ProcessName.parse(name);
        return processes.reversed().stream()
                .filter(process -> process.request().name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no process '" + name + "' started"));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
