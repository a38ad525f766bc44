package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Epoll;
import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.libc.Waitid;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.launch.RunningProcess;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ExitStatus;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// One child. It is reaped by [#release] only: until then it stays a zombie, which keeps its
/// process id and that of its group from being given to anybody else.
final class PosixProcess implements RunningProcess, Reactor.Watch {
    private final ProcessName name;
    private final Isolation isolation;
    private final LaunchObserver observer;
    private final Reactor reactor;
    private final Children children;
    private final Optional<StdinPipe> stdin;
    private final List<OutputPipe> outputs;
    private final Hops hops;
    private final Descendants descendants;
    private final int pid;
    private final int pidfd;
    private final long token;

    // Guarded by this:
    private boolean exited;
    private long exitedAt;
    private boolean closed;

    /// @param stdio what it was started with
    /// @param hops what it was before it became the program
    /// @param descendants what descends from it
    PosixProcess(
            LaunchRequest request,
            LaunchObserver observer,
            Reactor reactor,
            Children children,
            Stdio stdio,
            Hops hops,
            Descendants descendants,
            int pid,
            int pidfd) {
        this.name = request.name();
        this.isolation = request.spec().isolation();
        this.observer = observer;
        this.reactor = reactor;
        this.children = children;
        this.stdin = stdio.stdinPipe();
        this.outputs = stdio.outputs();
        this.hops = hops;
        this.descendants = descendants;
        this.pid = pid;
        this.pidfd = pidfd;
        token = reactor.newToken();
    }

    /// Starts to watch for its output and its death. If the kernel has no memory for that, ends it
    /// instead.
    void watch() {
        try {
            outputs.forEach(OutputPipe::watch);
            reactor.watch(pidfd, Epoll.EPOLLIN, token, this);
        } catch (LaunchException e) {
            Libc.pidfd_send_signal(pidfd, Libc.SIGKILL);
            var status = status(0).orElseThrow();
            outputs.forEach(OutputPipe::abandonUnlessWatched);
            died();
            observer.exited(status, e.getMessage());
        }
    }

    @Override
    public void ready() {
        status(Waitid.WNOHANG)
                .ifPresent(
                        status -> {
                            reactor.unwatch(pidfd, token);
                            // Epoll happens to tell of output first, but does not promise to.
                            outputs.forEach(OutputPipe::drain);
                            died();
                            hops.failure(pid, status)
                                    .ifPresentOrElse(
                                            reason -> observer.exited(status, reason),
                                            () -> observer.exited(status));
                        });
    }

    /// {@return how it ended, or empty if it has not}
    private Optional<ExitStatus> status(int wnohang) {
        try (var info = new Waitid.Siginfo()) {
            var options = Waitid.WEXITED | Waitid.WNOWAIT | wnohang;
            if (Waitid.waitid(Waitid.P_PIDFD, pidfd, info, options) < 0) {
                // Somebody else reaped it, or SIGCHLD came to be ignored.
                return Optional.of(new ExitStatus.Unknown());
            }
            return info.si_pid() == 0
                    ? Optional.empty()
                    : Optional.of(
                            switch (info.si_code()) {
                                case Waitid.CLD_EXITED -> new ExitStatus.Code(info.si_status());
                                case Waitid.CLD_KILLED, Waitid.CLD_DUMPED ->
                                        new ExitStatus.Signalled(
                                                new Signal(info.si_status()),
                                                info.si_code() == Waitid.CLD_DUMPED);
                                default -> new ExitStatus.Unknown();
                            });
        }
    }

    private void died() {
        stdin.ifPresent(StdinPipe::close);
        synchronized (this) {
            exited = true;
            exitedAt = System.nanoTime();
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public synchronized void signal(Signal signal, Target target) {
        if (closed) {
            return;
        }
        if (!exited) {
            descendants.note();
        }
        var result =
                switch (target) {
                    case PROCESS -> Libc.pidfd_send_signal(pidfd, signal.number());
                    case GROUP -> Libc.kill(-group(), signal.number());
                    case TREE -> signalTree(signal);
                };
        // Once the leader is dead, EPERM means that nobody is left in its group, or nobody that we
        // may signal: a zombie of another user for example.
        var nobodyLeft = result == -Errno.ESRCH || exited && result == -Errno.EPERM;
        if (result < 0 && !nobodyLeft) {
            throw Failures.of(-result, "send %s to %s (pid %d)".formatted(signal, name, pid));
        }
    }

    private int signalTree(Signal signal) {
        descendants.signal(signal.number(), exited ? exitedAt : System.nanoTime());
        return isolation == Isolation.NONE
                ? Libc.pidfd_send_signal(pidfd, signal.number())
                : Libc.kill(-pid, signal.number());
    }

    private int group() {
        if (isolation == Isolation.NONE) {
            throw new LaunchException(
                    "cannot signal the process group of %s (pid %d): it is Taskmaster's own"
                            .formatted(name, pid));
        }
        return pid;
    }

    @Override
    public void write(ByteBuffer bytes) {
        stdin.orElseThrow(() -> new LaunchException("the stdin of " + name + " is not a pipe"))
                .write(bytes);
    }

    @Override
    public synchronized void release() {
        if (!exited) {
            throw new IllegalStateException(name + " (pid " + pid + ") has not exited");
        }
        if (!closed) {
            try (var info = new Waitid.Siginfo()) {
                Waitid.waitid(Waitid.P_PIDFD, pidfd, info, Waitid.WEXITED | Waitid.WNOHANG);
            }
            closeDescriptor();
        }
    }

    /// The launcher is closed while the process lives: it stays a child of the JVM, which nobody
    /// watches any more.
    @Override
    public synchronized void abandon() {
        stdin.ifPresent(StdinPipe::close);
        closeDescriptor();
    }

    private void closeDescriptor() {
        closed = true;
        Libc.close(pidfd);
        children.release(pid, observer);
    }
}
