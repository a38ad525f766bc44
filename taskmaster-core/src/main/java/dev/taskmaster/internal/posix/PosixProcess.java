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
import java.util.OptionalLong;

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
    private final Death death;
    private final boolean isKept;
    private final boolean killsTree;
    private final boolean isAdopted;
    private final long token;

    // Guarded by this:
    private Optional<Trace> trace;
    private boolean exited;
    private long exitedAt;
    private boolean closed;

    /// @param stdio what it was started with
    /// @param hops what it was before it became the program
    /// @param descendants what descends from it
    /// @param adopted what it was found by, if it was started for an earlier supervisor
    PosixProcess(
            LaunchRequest request,
            LaunchObserver observer,
            Reactor reactor,
            Children children,
            Stdio stdio,
            Hops hops,
            Descendants descendants,
            int pid,
            int pidfd,
            Optional<Trace> adopted) {
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
        death = new Death(pid, pidfd, adopted.flatMap(_ -> ProcStat.of(pid)));
        isKept = request.keep().isPresent();
        killsTree = request.killTree();
        isAdopted = adopted.isPresent();
        trace = adopted;
        token = reactor.newToken();
    }

    /// Starts to watch for its output and its death. If the kernel has no memory for that, ends it
    /// instead.
    void watch() {
        try {
            outputs.forEach(OutputPipe::watch);
            reactor.watch(pidfd, Epoll.EPOLLIN, token, this);
        } catch (LaunchException e) {
            Libc.pidfd_send_signal(pidfd, Libc.SIGKILL, 0);
            var status = death.status(0).orElseGet(ExitStatus.Unknown::new);
            outputs.forEach(OutputPipe::abandonUnlessWatched);
            died();
            observer.exited(status, e.getMessage());
        }
    }

    @Override
    public void ready(int events) {
        var status = death.status(Waitid.WNOHANG);
        if (status.isPresent()) {
            exited(status.get());
        } else if (isAdopted) {
            // It is dead, but only who reaps it will know how: that is told without being asked
            // for, while its death would be told again and again.
            reactor.rewatch(pidfd, 0, token);
        }
    }

    private void exited(ExitStatus status) {
        reactor.unwatch(pidfd, token);
        // Epoll happens to tell of output first, but does not promise to.
        outputs.forEach(OutputPipe::drain);
        died();
        hops.failure(pid, status)
                .ifPresentOrElse(
                        reason -> observer.exited(status, reason), () -> observer.exited(status));
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
        if (!exited && killsTree) {
            descendants.note();
        }
        var result =
                switch (target) {
                    case PROCESS -> Libc.pidfd_send_signal(pidfd, signal.number(), 0);
                    case GROUP -> signalGroup(signal);
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
        descendants.signal(
                signal.number(), exited ? OptionalLong.of(exitedAt) : OptionalLong.empty());
        return isolation == Isolation.NONE
                ? Libc.pidfd_send_signal(pidfd, signal.number(), 0)
                : signalGroup(signal);
    }

    private int signalGroup(Signal signal) {
        if (isolation == Isolation.NONE) {
            throw new LaunchException(
                    "cannot signal the process group of %s (pid %d): it is Taskmaster's own"
                            .formatted(name, pid));
        }
        var result =
                Libc.pidfd_send_signal(pidfd, signal.number(), Libc.PIDFD_SIGNAL_PROCESS_GROUP);
        // Before Linux 6.9 it takes the number of the group, which is its own for as long as its
        // leader is there: a child is until it is released.
        var isOld = result == -Errno.EINVAL;
        return isOld && (!isAdopted || death.isThere())
                ? Libc.kill(-pid, signal.number())
                : isOld ? -Errno.ESRCH : result;
    }

    @Override
    public synchronized String trace() {
        if (isKept && trace.isEmpty() && !closed) {
            trace = Trace.of(pid, pidfd);
        }
        return trace.map(Trace::toString).orElse("");
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
            descendants.release();
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
