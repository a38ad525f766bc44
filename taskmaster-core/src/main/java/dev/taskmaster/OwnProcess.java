package dev.taskmaster;

import dev.taskmaster.internal.posix.LimitHop;
import dev.taskmaster.internal.posix.PosixLauncher;
import dev.taskmaster.internal.posix.Self;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Resource;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a program that does nothing but supervise may do to its own process: to its limits, its
/// folder, its user. No business of an embedder's. Where there is no launcher for Linux, limits and
/// folder stay as they are.
///
/// Start the JVM with `-XX:-MaxFDLimit`, or it raises its limit of open files by itself, and with
/// it that of all it starts.
public final class OwnProcess {
    private OwnProcess() {}

    /// Has the JVM get ready for what starting processes and telling of it takes: to be called
    /// early, on a thread beside that which reads a configuration for example. Without it, the
    /// first process comes later by as much.
    public static void prepare() {
        if (PosixLauncher.isAvailable()) {
            // The first look into native memory takes longer than all others.
            Self.limit(Resource.NOFILE);
        }
        // Logs have local times; to find out about those takes the JVM ten milliseconds.
        ZoneId.systemDefault();
    }

    /// Becomes another program, with the same process id and standard streams; child processes stay
    /// children, all else is gone at once, and no shutdown hook is run. To be called before any
    /// [Supervisor] is made, or when all are closed or [Supervisor#detach]ed.
    ///
    /// Source: `man 2 execve`.
    ///
    /// @param command the path of the program, and its arguments
    /// @param environment its whole environment
    /// @throws LaunchException if that is not possible
    public static void become(List<String> command, Map<String, String> environment) {
        if (!PosixLauncher.isAvailable()) {
            throw new LaunchException("cannot become " + command.getFirst() + ": needs Linux");
        }
        Self.exec(command, environment);
    }

    /// Enters another folder. The JDK goes on to take relative paths as from the old one, and makes
    /// a mess of some: there must be none from now on. To be called before any [Supervisor] is
    /// made.
    ///
    /// @throws LaunchException if it cannot be entered
    public static void enter(Path folder) {
        if (PosixLauncher.isAvailable()) {
            Self.chdir(folder);
        }
    }

    /// {@return both limits of this process}
    ///
    /// @throws IllegalStateException if there is no launcher for Linux
    public static Limit get(Resource resource) {
        if (!PosixLauncher.isAvailable()) {
            throw new IllegalStateException("the limits of this process are not known");
        }
        return Self.limit(resource);
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
        var own = Self.limit(resource);
        if (own.soft().getAsLong() >= minimum) {
            return false;
        }
        var hard = Math.max(minimum, own.hard().getAsLong());
        Self.limit(resource, new Limit(OptionalLong.of(minimum), OptionalLong.of(hard)));
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
        var own = Self.limit(Resource.NOFILE);
        Self.limit(Resource.NOFILE, new Limit(own.hard(), own.hard()));
        return Map.of(Resource.NOFILE, Limit.soft(own.soft().getAsLong()));
    }

    /// Undoes [#raiseOpenFiles], before this process becomes another.
    ///
    /// @param limits what that has returned
    public static void lowerOpenFiles(Map<Resource, Limit> limits) {
        var before = limits.get(Resource.NOFILE);
        if (before != null) {
            Self.limit(
                    Resource.NOFILE, new Limit(before.soft(), Self.limit(Resource.NOFILE).hard()));
        }
    }
}
