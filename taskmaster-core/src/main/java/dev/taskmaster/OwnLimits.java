package dev.taskmaster;

import dev.taskmaster.internal.posix.LimitHop;
import dev.taskmaster.internal.posix.PosixLauncher;
import dev.taskmaster.internal.posix.Rlimits;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.util.Map;
import java.util.OptionalLong;

/// The kernel's limits on this very process, for a program that does nothing but supervise. Where
/// there is no launcher for Linux, nothing is changed.
///
/// Start the JVM with `-XX:-MaxFDLimit`, or it raises its limit of open files by itself, and with
/// it that of all it starts.
public final class OwnLimits {
    private OwnLimits() {}

    /// {@return both limits of this process}
    ///
    /// @throws IllegalStateException if there is no launcher for Linux
    public static Limit get(Resource resource) {
        if (!PosixLauncher.isAvailable()) {
            throw new IllegalStateException("the limits of this process are not known");
        }
        return Rlimits.get(resource);
    }

    /// Makes sure that this process, and so what it starts, may have so much of something: raises
    /// its soft limit, and the hard one too if it must.
    ///
    /// @return whether that was needed
    /// @throws LaunchException if it is not allowed: only root may raise the hard limit
    public static boolean ensure(Resource resource, long minimum) {
        if (!PosixLauncher.isAvailable()) {
            return false;
        }
        var own = Rlimits.get(resource);
        if (own.soft().getAsLong() >= minimum) {
            return false;
        }
        var hard = Math.max(minimum, own.hard().getAsLong());
        Rlimits.set(resource, new Limit(OptionalLong.of(minimum), OptionalLong.of(hard)));
        return true;
    }

    /// Lets this process open as many files as its hard limit allows: a supervisor needs three for
    /// each process. Programs are not to get that many: some close all they might have open, others
    /// cannot handle a number above 1023.
    ///
    /// @return what processes are to be started with instead, for [Supervisor.Builder#limits]
    public static Map<Resource, Limit> raiseOpenFiles() {
        if (!PosixLauncher.isAvailable() || !LimitHop.isPossible()) {
            return Map.of();
        }
        var own = Rlimits.get(Resource.NOFILE);
        Rlimits.set(Resource.NOFILE, new Limit(own.hard(), own.hard()));
        return Map.of(Resource.NOFILE, Limit.soft(own.soft().getAsLong()));
    }
}
