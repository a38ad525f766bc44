package dev.taskmaster.testing;

import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.OutputSink;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A process of a [FakeLauncher]: what came of it, and how a test ends it.
public final class FakeProcess implements RunningProcess {
    private static final Set<String> COMMANDS =
            Set.of("exit", "crash", "sleep", "cat", "print", "complain", "ignore");

    /// What does not end a process that does nothing about it (`man 7 signal`).
    private static final Set<String> HARMLESS =
            Set.of("CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "WINCH");

    private final Object lock;
    private final long pid;
    private final LaunchRequest request;
    private final LaunchObserver observer;
    private final Deque<List<String>> steps;
    private final Set<Signal> ignored = new HashSet<>();
    private final List<Sent> signals = new ArrayList<>();
    private final FakeOutput stdout;
    private final FakeOutput stderr;
    private final StringBuilder written = new StringBuilder();
    private boolean waits;
    private boolean copiesStdin;
    private boolean alive = true;
    private boolean released;

    /// One signal that came.
    ///
    /// @param signal which one
    /// @param target to whom it was sent
    public record Sent(Signal signal, Target target) {}

    FakeProcess(
            Object lock,
            long pid,
            LaunchRequest request,
            LaunchObserver observer,
            List<List<String>> steps) {
        this.lock = lock;
        this.pid = pid;
        this.request = request;
        this.observer = observer;
        this.steps = new ArrayDeque<>(steps);
        stdout = output(request.spec().stdout(), request.stdout());
        stderr =
                request.spec().stderr() instanceof Output.ToStdout
                        ? stdout
                        : output(request.spec().stderr(), request.stderr());
    }

    private static FakeOutput output(Output output, OutputSink sink) {
        return new FakeOutput(output.isPumped() ? sink : OutputSink.NONE);
    }

    static List<List<String>> steps(List<String> cmd) {
        var steps = new ArrayList<List<String>>();
        var rest = cmd;
        for (var end = rest.indexOf(";"); end >= 0; end = rest.indexOf(";")) {
            steps.add(rest.subList(0, end));
            rest = rest.subList(end + 1, rest.size());
        }
        steps.add(rest);
        return steps.stream().filter(step -> !step.isEmpty()).toList();
    }

    static boolean knows(List<String> step) {
        return COMMANDS.contains(step.getFirst());
    }

    void run() {
        while (alive && !waits && !steps.isEmpty()) {
            var step = steps.remove();
            var words = String.join(" ", step.subList(1, step.size()));
            switch (step.getFirst()) {
                case "exit" -> exit(Integer.parseInt(words));
                case "crash" -> killedBy(signal(words));
                case "ignore" -> ignored.add(signal(words));
                case "print" -> print(words + "\n");
                case "complain" -> complain(words + "\n");
                case "cat" -> copiesStdin = waits = true;
                case "sleep" -> waits = true;
                default -> throw new IllegalStateException("unknown step " + step);
            }
        }
        if (alive && !waits) {
            exit(0);
        }
    }

    private static Signal signal(String name) {
        return Signal.parse(name)
                .orElseThrow(() -> new IllegalArgumentException("no signal '" + name + "'"));
    }

    /// {@return what it was launched with}
    public LaunchRequest request() {
        return request;
    }

    /// {@return all signals that came while it lived, in order}
    public List<Sent> signals() {
        synchronized (lock) {
            return List.copyOf(signals);
        }
    }

    /// {@return what was written to its stdin}
    public String stdin() {
        synchronized (lock) {
            return written.toString();
        }
    }

    /// {@return whether it has not ended yet}
    public boolean isAlive() {
        synchronized (lock) {
            return alive;
        }
    }

    /// {@return whether the supervisor has let go of it}
    public boolean isReleased() {
        synchronized (lock) {
            return released;
        }
    }

    /// Ends it by itself.
    ///
    /// @param code 0 to 255
    public void exit(int code) {
        end(new ExitStatus.Code(code));
    }

    /// Ends it by a signal, sent by nobody in particular.
    public void killedBy(Signal signal) {
        end(new ExitStatus.Signalled(signal, false));
    }

    private void end(ExitStatus status) {
        synchronized (lock) {
            if (!alive) {
                throw new IllegalStateException(request.name() + " has ended already");
            }
            alive = false;
            observer.exited(status);
            Stream.of(stdout, stderr).distinct().forEach(FakeOutput::end);
        }
    }

    /// Has it write to its stdout.
    public void print(String text) {
        synchronized (lock) {
            stdout.write(text);
        }
    }

    /// Has it write to its stderr.
    public void complain(String text) {
        synchronized (lock) {
            stderr.write(text);
        }
    }

    void retryOutput() {
        stdout.retry();
        stderr.retry();
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public void signal(Signal signal, Target target) {
        synchronized (lock) {
            if (!alive) {
                return;
            }
            if (target == Target.GROUP && request.spec().isolation() == Isolation.NONE) {
                throw new LaunchException(
                        "cannot signal the process group of "
                                + request.name()
                                + ": it is not its own");
            }
            signals.add(new Sent(signal, target));
            var ends = !HARMLESS.contains(signal.name()) && !ignored.contains(signal);
            if (ends || signal.equals(Signal.KILL)) {
                killedBy(signal);
            }
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        synchronized (lock) {
            if (!(request.spec().stdin() instanceof Stdin.Pipe)) {
                throw new LaunchException("the stdin of " + request.name() + " is not a pipe");
            }
            if (!alive) {
                throw new LaunchException("the process has closed its stdin");
            }
            var text = StandardCharsets.UTF_8.decode(bytes).toString();
            written.append(text);
            if (copiesStdin) {
                print(text);
            }
        }
    }

    @Override
    public void release() {
        synchronized (lock) {
            if (alive) {
                throw new IllegalStateException(request.name() + " has not exited");
            }
            released = true;
        }
    }
}
