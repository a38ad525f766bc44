package dev.taskmaster.internal.posix;

import dev.taskmaster.internal.libc.Errno;
import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.launch.LaunchObserver;
import dev.taskmaster.launch.LaunchRequest;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.status.ExitStatus;

import java.util.Optional;

/// Taking up one process that was launched for an earlier supervisor.
///
/// @param devNull a descriptor for `/dev/null`
/// @param sockets the sockets that programs listen at
/// @param request what it was launched with
record Adoption(
        Reactor reactor,
        Keepers keepers,
        Children children,
        Optional<Orphans> orphans,
        Optional<Cgroups> cgroups,
        int devNull,
        ListeningSockets sockets,
        LaunchRequest request,
        LaunchObserver observer) {
    private static final String GONE = "ended while no supervisor was watching";

    /// {@return the process; empty if it is gone, which the observer is told then}
    ///
    /// @param trace what [PosixProcess#trace] told, or nothing
    /// @throws LaunchException if it was not launched to be taken up
    Optional<PosixProcess> of(String trace) {
        var keep =
                request.keep()
                        .orElseThrow(() -> new LaunchException("was not launched to be taken up"));
        keepers.takeUp(keep.getParent());
        var known = Trace.parse(trace);
        var pid = known.map(Trace::pid).or(() -> Trace.find(keep, request.spec().isolation()));
        var pidfd = pid.map(Libc::pidfd_open).orElse(-Errno.ESRCH);
        var found = pidfd < 0 ? Optional.<Trace>empty() : Trace.of(pid.get(), pidfd);
        try (var stdio = new Stdio(reactor, keepers, devNull, sockets)) {
            if (found.isPresent() && (known.isEmpty() || known.equals(found))) {
                stdio.reopenStdin(request, pid.get());
                stdio.reopenOutputs(request);
                if (request.spec().stdin() instanceof Stdin.Socket(var at)) {
                    sockets.adopt(at, request.name(), pidfd);
                }
                return Optional.of(process(stdio, pid.get(), pidfd, found));
            }
            Libc.close(pidfd);
            stdio.reopenOutputs(request);
            gone(
                    stdio,
                    known.isPresent()
                            ? () -> exited(known.get().pid(), Marker.of(keep))
                            : () -> observer.failed("there is no process of " + keep));
            return Optional.empty();
        }
    }

    private PosixProcess process(Stdio stdio, int pid, int pidfd, Optional<Trace> trace) {
        children.adopt(pid, observer);
        var marker = request.keep().map(Marker::of);
        var cgroup = marker.flatMap(it -> Cgroups.adopted(pid, it, reactor));
        return new PosixProcess(
                request,
                observer,
                reactor,
                children,
                stdio,
                Hops.NONE,
                new Descendants(pid, marker, orphans, cgroup),
                pid,
                pidfd,
                trace);
    }

    /// What it left unread is handed on before its end is told. One that nobody has noted yet may
    /// have lived and written something, too.
    private void gone(Stdio stdio, Runnable told) {
        reactor.execute(
                () -> {
                    stdio.outputs().forEach(Adoption::takeUp);
                    told.run();
                });
    }

    private void exited(int pid, Marker marker) {
        cgroups.flatMap(it -> it.left(marker))
                .ifPresent(cgroup -> observer.left(new Remains(pid, cgroup)));
        observer.exited(new ExitStatus.Unknown(), GONE);
    }

    private static void takeUp(OutputPipe output) {
        output.drain();
        try {
            output.watch();
        } catch (LaunchException e) {
            output.abandonUnlessWatched();
        }
    }
}
